import type { ActionLinks, OpenedLink } from '@anteroom/action-tokens';
import type { ActionLink, Directory, RealmSnapshot, SsoSessions, View } from '@anteroom/core';
import type { RequiredActions } from '@anteroom/flows';
import type { HttpContext } from '@anteroom/oidc';
import { deadAnswer, errorAnswer, infoAnswer, type LinkAnswer } from './link-answer.ts';
import { readCookie } from './read-cookie.ts';

export interface ShowLinkDependencies {
  readonly links: Pick<ActionLinks, 'open' | 'remaining' | 'planRenewal'>;
  readonly requiredActions: Pick<RequiredActions, 'isKnown'>;
  readonly directory: { readonly users: Pick<Directory['users'], 'get'> };
  readonly sessions: Pick<SsoSessions, 'findByCookie'>;
}

const EMAIL_PURPOSES: Readonly<Partial<Record<ActionLink['kind'], Extract<View, { kind: 'link-email' }>['purpose']>>> = {
  'verify-email': 'verify',
  'update-email': 'update',
  'undo-email': 'undo',
};

/** The first page of a link: what will happen, and to which account. Reads only. */
export async function showLink(dependencies: ShowLinkDependencies, realm: RealmSnapshot, ctx: HttpContext): Promise<LinkAnswer> {
  const { links, requiredActions } = dependencies;
  const keys = ctx.query.getAll('key');
  const key = keys[0];
  if (key === undefined || keys.length > 1) return errorAnswer(400, { key: 'invalidRequestMessage' });
  const opened = await links.open(realm, key);
  if (opened.kind === 'dead') return showDead(dependencies, realm, key, opened);
  const actions = links.remaining(realm, opened.link);
  if (!actions.every((action) => requiredActions.isKnown(realm, action))) return errorAnswer(400, { key: 'invalidTokenRequiredActions' });
  const about = { username: opened.user.username, key, signedInAs: await signedInAs(dependencies, realm, ctx, opened.user.id) };
  const { kind, email, locale, details } = opened.link;
  const purpose = EMAIL_PURPOSES[kind];
  return { status: 200, view: viewOf(), locale, translatable: true };

  function viewOf(): View {
    if (purpose !== undefined) return { kind: 'link-email', purpose, email, ...about };
    if (kind !== 'end-session') return { kind: 'link-confirm', actions, ...about };
    const { at = '', from = '', device = '' } = details;
    return { kind: 'link-session', at, from, device, ...about };
  }
}

/** A dead link's page. A new one is offered only where it would be sent. */
export async function showDead(
  { links, directory }: Pick<ShowLinkDependencies, 'links' | 'directory'>,
  realm: RealmSnapshot,
  key: string,
  { reason, link }: Extract<OpenedLink, { kind: 'dead' }>,
): Promise<LinkAnswer> {
  const served = reason === 'used' || reason === 'replaced' || reason === 'not-needed';
  if (link !== null && served && (await hasServed(directory, realm, link))) return infoAnswer({ key: 'emailVerifiedAlreadyMessage' }, link);
  const renewable = (reason === 'expired' || reason === 'replaced') && link !== null && (await links.planRenewal(realm, link)) !== null;
  return deadAnswer(reason, { locale: link?.locale ?? null, clientId: link?.clientId ?? null, ...(renewable ? { renewKey: key } : {}) });
}

/** A link to verify an address may be opened again, as in Keycloak; it says that nothing is left to do, and does nothing. */
async function hasServed({ users }: ShowLinkDependencies['directory'], realm: RealmSnapshot, link: ActionLink): Promise<boolean> {
  if (link.kind !== 'verify-email') return false;
  const user = await users.get(realm.id, link.userId);
  return user?.emailVerified === true && user.email?.toLowerCase() === link.email;
}

/** The name of somebody else who is signed in in this browser. Their session is neither used nor touched. */
async function signedInAs(
  { sessions, directory }: ShowLinkDependencies,
  realm: RealmSnapshot,
  ctx: HttpContext,
  userId: string,
): Promise<string | null> {
  const cookie = readCookie(ctx.headers.cookie, 'KEYCLOAK_IDENTITY');
  const session = cookie === null ? null : await sessions.findByCookie(realm, cookie);
  if (session === null || session.record.user === userId) return null;
  const other = await directory.users.get(realm.id, session.record.user);
  return other === null || !other.enabled ? null : other.username;
}
