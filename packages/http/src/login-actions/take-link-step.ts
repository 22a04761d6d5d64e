import { type ActionLinks, type OpenedLink, PROVEN_BY_MAIL } from '@anteroom/action-tokens';
import {
  type ActionLink,
  type Change,
  type Clock,
  clientHome,
  type Directory,
  isAnteroomError,
  type Log,
  type Message,
  type RealmCache,
  type RealmSnapshot,
  type SsoSessions,
  type Turns,
  type Urls,
  type View,
} from '@anteroom/core';
import type { FlowEvent, RequiredActions } from '@anteroom/flows';
import type { HttpContext, LoginEvents, WaitingLogins } from '@anteroom/oidc';
import { errorAnswer, type HandedOn, infoAnswer, type LinkAnswer } from './link-answer.ts';
import { effectOfConfirming, effectOfSpending, lastWords } from './link-effects.ts';
import { type ShowLinkDependencies, showDead } from './show-link.ts';

export interface TakeLinkStepDependencies {
  readonly links: ActionLinks;
  readonly requiredActions: RequiredActions;
  readonly directory: ShowLinkDependencies['directory'] & Pick<Directory, 'commit'>;
  readonly realms: Pick<RealmCache, 'client'>;
  readonly urls: Urls;
  readonly sessions: Pick<SsoSessions, 'end' | 'endAllOfUser'>;
  readonly waitingLogins: WaitingLogins;
  /** Changes and the events of a realm that has them on, in one directory unit. */
  readonly events: Pick<LoginEvents, 'commit'>;
  /**
   * Steps of one link go one by one within a process: whoever comes second finds it spent and hashes no password for nothing. It only
   * saves work; which of two processes wins is decided by the directory.
   */
  readonly turns: Turns;
  /** Wakes the outbox worker. */
  readonly mailQueued: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Events of a link that is spent, beside those of its actions. */
const FINISHED: Readonly<Partial<Record<ActionLink['kind'], string>>> = {
  'execute-actions': 'EXECUTE_ACTIONS',
  'reset-credentials': 'RESET_PASSWORD',
};

type Opened = Extract<OpenedLink, { kind: 'open' }>;

/**
 * A POST to a link's address. It carries the key, which is checked again each time, and `execution`, the action whose page was filled in;
 * without it the first page was confirmed. Nothing is remembered between two steps but the actions finished, in the link's row.
 */
export async function takeLinkStep(
  dependencies: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  ctx: HttpContext,
): Promise<LinkAnswer | HandedOn> {
  const { values, wrongType, duplicated } = await ctx.readForm();
  const { key } = values;
  if (wrongType || duplicated.length > 0 || key === undefined) return errorAnswer(400, { key: 'invalidRequestMessage' });
  const leave = await dependencies.turns(key);
  try {
    return await stepInTurn(dependencies, realm, ctx, key, values);
  } finally {
    leave();
  }
}

async function stepInTurn(
  dependencies: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  ctx: HttpContext,
  key: string,
  values: Readonly<Record<string, string>>,
): Promise<LinkAnswer | HandedOn> {
  const { links, requiredActions } = dependencies;
  const opened = await links.open(realm, key);
  if (opened.kind === 'dead') {
    return values.requestNew === 'on' ? renew(dependencies, realm, key, opened) : showDead(dependencies, realm, key, opened);
  }
  const actions = links.remaining(realm, opened.link);
  if (!actions.every((action) => requiredActions.isKnown(realm, action))) return errorAnswer(400, { key: 'invalidTokenRequiredActions' });

  const [action] = actions;
  if (action === undefined || action === PROVEN_BY_MAIL)
    return finish(dependencies, realm, ctx, key, opened, {
      action: action ?? null,
      ...effectOfConfirming(opened.link, opened.user, action ?? null),
      logout: false,
      notice: null,
    });
  // A page of an action that is done already (back button, second tab) shows what comes next.
  if (values.execution !== action) {
    const noted = links.noteOpened(opened.link, dependencies.clock.now());
    if (noted.length > 0) await dependencies.directory.commit(realm.id, noted);
    return showAction(dependencies, realm, key, opened, action);
  }

  const step = await requiredActions.submit({
    realm,
    action,
    user: opened.user,
    locale: localeOf(realm, opened),
    holder: opened.link.id,
    form: values,
  });
  if (step.kind === 'challenge') return actionPage(key, opened, action, step.view);
  return finish(dependencies, realm, ctx, key, opened, {
    action,
    changes: step.changes,
    events: step.events,
    logout: step.logoutOtherSessions,
    notice: step.notice ?? null,
  });
}

async function finish(
  dependencies: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  ctx: HttpContext,
  key: string,
  { link, user }: Opened,
  done: {
    readonly action: string | null;
    readonly changes: readonly Change[];
    readonly events: readonly FlowEvent[];
    readonly logout: boolean;
    readonly notice: Message | null;
  },
): Promise<LinkAnswer | HandedOn> {
  const { links, events, sessions, clock, log } = dependencies;
  const at = clock.now();
  const spends = links.remaining(realm, link).every((one) => one === done.action);
  const effect = spends ? effectOfSpending(links, realm, link, user, at) : null;
  const unit = links.finish(realm, link, { action: done.action, changes: [...done.changes, ...(effect?.changes ?? [])], at });
  const about = { clientId: link.clientId, userId: user.id, ipAddress: ctx.ip };
  const details = { username: user.username, action: link.kind, token_id: link.id };
  const type = FINISHED[link.kind];
  // Before the link is spent: whoever presses again after a crash ends it still.
  if (spends && link.details.sid !== undefined) await sessions.end(realm, link.details.sid);
  const finished = unit.spent && type !== undefined ? [{ type, ...about, error: null, details }] : [];
  try {
    await events.commit(realm, unit.changes, [
      ...[...done.events, ...(effect?.events ?? [])].map((event) => ({
        ...about,
        ...event,
        userId: event.userId ?? user.id,
        details: { ...details, ...event.details },
      })),
      ...finished,
    ]);
  } catch (error) {
    // Somebody else has the address by now; the link may still be used once they have not.
    if (isAnteroomError(error, 'already_exists')) return errorAnswer(400, { key: 'emailExistsMessage' });
    if (!isAnteroomError(error, 'link_spent') && !isAnteroomError(error, 'conflict')) throw error;
    // Somebody was faster: the same person twice, an administrator, or a newer link. The row says which.
    log.info('link.lost', { realm: realm.name, link: link.id, user: user.id });
    return showWhatIsNext(dependencies, realm, key);
  }
  log.info(unit.spent ? 'link.used' : 'link.step', { realm: realm.name, link: link.id, user: user.id, action: done.action });
  if (done.logout || effect?.endsSessions === true) {
    // The unit has raised the user's not-before: their sessions are refused already, and this only clears them away.
    await sessions
      .endAllOfUser(realm, user.id)
      .catch((error: unknown) => log.warn('link.sessions-not-removed', { realm: realm.name, user: user.id, error }));
  }

  if (!unit.spent) return showWhatIsNext(dependencies, realm, key);
  const { tab } = link.details;
  const waiting = tab === undefined ? null : await dependencies.waitingLogins.goOn(ctx, realm, { tab, userId: user.id });
  if (waiting !== null) return { answer: waiting };
  const message = done.notice ?? lastWords(link);
  const view: View = { kind: 'link-done', ...(message === null ? {} : { message }), back: await wayBack(dependencies, realm, link) };
  return { status: 200, view, locale: link.locale };
}

/** Whoever asked for the link themselves came from an application: to its beginning, since the login they left is over. */
async function wayBack(
  { realms, urls }: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  { kind, clientId, redirectUri }: ActionLink,
): Promise<Extract<View, { kind: 'link-done' }>['back']> {
  const client = kind === 'reset-credentials' ? await realms.client(realm, clientId) : null;
  const url = (client === null ? null : clientHome(client, urls.base)) ?? redirectUri;
  return url === null ? null : { url, text: { key: 'backToApplication' } };
}

/** After a step, or after another tab or person was faster: the row says what is left, or why nothing is. */
async function showWhatIsNext(dependencies: TakeLinkStepDependencies, realm: RealmSnapshot, key: string): Promise<LinkAnswer> {
  const opened = await dependencies.links.open(realm, key);
  if (opened.kind === 'dead') return showDead(dependencies, realm, key, opened);
  const [action] = dependencies.links.remaining(realm, opened.link);
  // The link is live with nothing left to do only if the row was changed by hand.
  if (action === undefined) return errorAnswer(400, { key: 'invalidTokenRequiredActions' });
  return showAction(dependencies, realm, key, opened, action);
}

async function showAction(
  { requiredActions }: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  key: string,
  opened: Opened,
  action: string,
): Promise<LinkAnswer> {
  const view = await requiredActions.show({ realm, action, user: opened.user, locale: localeOf(realm, opened), holder: opened.link.id });
  return actionPage(key, opened, action, view);
}

function actionPage(key: string, { link }: Opened, action: string, view: LinkAnswer['view']): LinkAnswer {
  return { status: 200, view, hidden: { key, execution: action }, locale: link.locale };
}

/** Asks for a new link in place of a dead one. The answer is the same whether one was sent or had been sent a moment ago. */
async function renew(
  dependencies: TakeLinkStepDependencies,
  realm: RealmSnapshot,
  key: string,
  dead: Extract<OpenedLink, { kind: 'dead' }>,
): Promise<LinkAnswer> {
  const { links, directory, mailQueued, log } = dependencies;
  if (dead.link === null || (dead.reason !== 'expired' && dead.reason !== 'replaced')) return showDead(dependencies, realm, key, dead);
  const planned = await links.planRenewal(realm, dead.link);
  if (planned !== null) {
    try {
      await directory.commit(realm.id, planned.changes);
      mailQueued();
      log.info('link.renewed', { realm: realm.name, link: dead.link.id, by: planned.link.id, user: dead.link.userId });
    } catch (error) {
      // Somebody asked at the same moment; the mail is on its way.
      if (!isAnteroomError(error, 'link_spent')) throw error;
    }
  }
  return infoAnswer({ key: 'emailSentMessage' }, dead.link);
}

function localeOf(realm: RealmSnapshot, { link }: Opened): string {
  return link.locale ?? realm.realm.defaultLocale ?? 'en';
}
