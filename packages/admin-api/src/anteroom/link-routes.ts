import { checkExecuteActions, type LinkRequest, linkLife } from '@anteroom/action-tokens';
import {
  type ActionLink,
  type ActionLinkQuery,
  type ActionLinkState,
  matchRedirectUri,
  type OutboxMessage,
  type RealmSnapshot,
  type User,
} from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { createsAndGives, does, gives } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { integerParameter, pageOf } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireGrantable } from '../permissions/grantable.ts';
import { may } from '../permissions/permission.ts';
import { createFindUser } from '../users/find-user.ts';
import { handedLinkRepresentation, linkListRepresentation, newLink } from './link-representations.ts';

const DEFAULT_MAX = 100;
/** In one answer: each is looked up with its person and its mail. */
const MOST = 1000;
const STATES: readonly ActionLinkState[] = ['open', 'used', 'replaced', 'revoked'];
const KINDS: readonly ActionLink['kind'][] = [
  'execute-actions',
  'reset-credentials',
  'verify-email',
  'update-email',
  'undo-email',
  'invitation',
  'end-session',
];
const LISTED = {
  kind: KINDS.join(', '),
  state: 'open, used, replaced, revoked or expired',
  first: 'Links to skip; 0',
  max: `Links to give; ${DEFAULT_MAX}, ${MOST} at most`,
};

/** Mailed links and what became of them: by person and by realm, again, away, or given instead of mailed. */
export function linkRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, links, urls, requiredActions, writes, clock, log } = parts;
  const findUser = createFindUser(directory);

  async function list(call: Call, userId: string | null) {
    const found = await directory.links.search(call.realm.id, queryOf(call.query, userId, clock.now()));
    const linkIds = found.map(({ id }) => id);
    const messages = linkIds.length === 0 ? [] : await directory.outbox.search(call.realm.id, { linkIds });
    const names =
      found.length === 0
        ? null
        : await directory.users.names(
            call.realm.id,
            found.map((link) => link.userId),
          );
    return ok({
      links: found.map((link) =>
        show(link, names?.get(link.userId) ?? '', messages.find(({ linkId }) => linkId === link.id) ?? null, clock.now()),
      ),
    });
  }

  async function findLink(call: Call): Promise<ActionLink> {
    const link = await directory.links.get(call.realm.id, call.params.link ?? '');
    if (link === null) throw notFound('Link not found');
    return link;
  }

  async function checked(
    call: Call<unknown>,
    user: User,
    wanted: Pick<LinkRequest, 'actions' | 'clientId' | 'redirectUri'> & { readonly mailed?: boolean },
  ): Promise<void> {
    const refusal = await checkExecuteActions(
      { realm: call.realm, user, ...wanted },
      {
        findClient: (realm, clientId) => realms.client(realm, clientId),
        isRedirectAllowed: (client, uri) => matchRedirectUri(client, uri, urls.base) !== null,
        isKnownAction: (realm: RealmSnapshot, action) => requiredActions.isKnown(realm, action),
      },
    );
    if (refusal !== null) throw refused(400, refusal);
  }

  return [
    route({
      method: 'GET',
      path: '/links',
      scope: 'anteroom',
      permission: may.viewUsers,
      summary: 'Mailed links of the realm with their life, newest first',
      parameters: { userId: 'Links of this user', ...LISTED },
      answers: gives(linkListRepresentation),
      handler: (call) => list(call, call.query.get('userId')),
    }),
    route({
      method: 'GET',
      path: '/users/:id/links',
      scope: 'anteroom',
      permission: may.viewUsers,
      summary: 'Mailed links of a user with their life, newest first',
      parameters: LISTED,
      answers: gives(linkListRepresentation),
      handler: async (call) => list(call, (await findUser(call)).id),
    }),
    route({
      method: 'POST',
      path: '/links/:link/resend',
      scope: 'anteroom',
      permission: may.manageUsers,
      summary: 'Mails a link again; a new one in place of one that expired or was replaced',
      answers: does,
      async handler(call) {
        const link = await findLink(call);
        const resend = await links.planResend(call.realm, link);
        if (resend.kind === 'refused') throw refused(409, `The link cannot be sent again: ${resend.reason}`);
        await writes.commit(call, resend.changes, {
          operation: 'ACTION',
          resource: 'USER',
          path: `users/${link.userId}/links/${link.id}/resend`,
        });
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/links/:link/revoke',
      scope: 'anteroom',
      permission: may.manageUsers,
      summary: 'Makes an open link worthless',
      answers: does,
      async handler(call) {
        const link = await findLink(call);
        const written = { operation: 'ACTION', resource: 'USER', path: `users/${link.userId}/links/${link.id}/revoke` } as const;
        await writes.commit(call, [{ kind: 'revoke-link', id: link.id }], written);
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/links',
      scope: 'anteroom',
      permission: may.handOutLinks,
      summary:
        'A link for required actions that is given to the caller instead of mailed. Whoever has it can act as the user: each is logged',
      request: newLink,
      answers: createsAndGives(handedLinkRepresentation),
      async handler(call) {
        const user = await findUser(call);
        const { actions, clientId = null, redirectUri = null, lifespan = null } = call.body;
        // Who has the link can act as the user: nobody gets hold of administration in this way that they do not have.
        requireGrantable(call.admin, call.realm, call.realm.effectiveRoles(user));
        await checked(call, user, { actions, clientId, redirectUri, mailed: false });
        const about = { realm: call.realm, user, actions, clientId, redirectUri, lifespanSeconds: lifespan, locale: null };
        const { link, changes } = links.plan({ ...about, kind: 'execute-actions', handedOver: true });
        const path = `users/${user.id}/links/${link.id}/hand-over`;
        await writes.commit(call, changes, { operation: 'ACTION', resource: 'USER', path, representation: { actions } });
        log.warn('link.handed-over', { realm: call.realm.name, link: link.id, user: user.id, by: call.admin.user.id, ip: call.ip });
        const { url } = await links.mint(call.realm, link);
        // No Location: a bearer link has no place in logs of headers.
        return {
          status: 201,
          json: { id: link.id, url, expiresAt: link.expiresAt.toISOString() },
          headers: { 'cache-control': 'no-store' },
        };
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/invite',
      scope: 'anteroom',
      permission: may.manageUsers,
      summary: 'Mails an invitation: a link to choose the first password, which verifies the address',
      parameters: { client_id: 'Client it leads to', redirect_uri: 'Address of that client', lifespan: 'Seconds' },
      answers: does,
      async handler(call) {
        const user = await findUser(call);
        const wanted = {
          actions: ['UPDATE_PASSWORD'],
          clientId: call.query.get('client_id') || null,
          redirectUri: call.query.get('redirect_uri') || null,
        };
        await checked(call, user, wanted);
        const lifespanSeconds = integerParameter(call.query, 'lifespan') ?? null;
        const { changes } = links.plan({ realm: call.realm, user, kind: 'invitation', ...wanted, lifespanSeconds, locale: null });
        await writes.commit(call, changes, { operation: 'ACTION', resource: 'USER', path: `users/${user.id}/invite` });
        return noContent();
      },
    }),
  ];
}

function queryOf(query: URLSearchParams, userId: string | null, now: Date): ActionLinkQuery {
  const kind = KINDS.find((one) => one === query.get('kind'));
  const wanted = query.get('state');
  const state = wanted === 'expired' ? 'open' : STATES.find((one) => one === wanted);
  const page = pageOf(query, DEFAULT_MAX);
  return {
    ...page,
    max: Math.min(page.max ?? DEFAULT_MAX, MOST),
    ...(userId === null ? {} : { userId }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(state === 'open' ? { expired: { at: now, is: wanted === 'expired' } } : {}),
  };
}

function show(link: ActionLink, username: string, message: OutboxMessage | null, now: Date) {
  const { id, userId, kind, actions, done, email, clientId, locale, replacedBy } = link;
  return {
    ...{ id, userId, username, kind, actions, done, email, clientId, locale, replacedBy },
    state: linkLife(link, message, now),
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    openedAt: link.openedAt?.toISOString() ?? null,
    usedAt: link.usedAt?.toISOString() ?? null,
    mail:
      message === null
        ? null
        : {
            id: message.id,
            state: message.state,
            attempts: message.attempts,
            lastWords: message.lastError,
            dueAt: message.dueAt.toISOString(),
            sentAt: message.sentAt?.toISOString() ?? null,
          },
  };
}
