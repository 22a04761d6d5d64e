import type { ActionLinks, OpenedLink } from '@anteroom/action-tokens';
import type { Directory, RealmSnapshot, SsoSessions } from '@anteroom/core';
import type { RequiredActions } from '@anteroom/flows';
import type { HttpContext } from '@anteroom/oidc';
import { deadAnswer, errorAnswer, type LinkAnswer } from './link-answer.ts';
import { readCookie } from './read-cookie.ts';

export interface ShowLinkDependencies {
  readonly links: Pick<ActionLinks, 'open' | 'remaining' | 'planRenewal'>;
  readonly requiredActions: Pick<RequiredActions, 'isKnown'>;
  readonly directory: { readonly users: Pick<Directory['users'], 'get'> };
  readonly sessions: Pick<SsoSessions, 'findByCookie'>;
}

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
  return {
    status: 200,
    view: {
      kind: 'link-confirm',
      username: opened.user.username,
      actions: opened.link.kind === 'verify-email' ? ['VERIFY_EMAIL'] : actions,
      key,
      signedInAs: await signedInAs(dependencies, realm, ctx, opened.user.id),
    },
    locale: opened.link.locale,
    translatable: true,
  };
}

/** A dead link's page. A new one is offered only where it would be sent. */
export async function showDead(
  { links }: Pick<ShowLinkDependencies, 'links'>,
  realm: RealmSnapshot,
  key: string,
  { reason, link }: Extract<OpenedLink, { kind: 'dead' }>,
): Promise<LinkAnswer> {
  const renewable = reason === 'expired' && link !== null && (await links.planRenewal(realm, link)) !== null;
  return deadAnswer(reason, { locale: link?.locale ?? null, ...(renewable ? { renewKey: key } : {}) });
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
