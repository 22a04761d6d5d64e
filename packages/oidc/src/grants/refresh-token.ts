import { type ClientEntry, clientEntryExpiresAt, type LiveSession, type User } from '@anteroom/core';
import { missingConsent } from '../browser/consents.ts';
import { REASONS } from '../errors/token-errors.ts';
import { tokenDetails } from '../events/token-details.ts';
import { type LibraryPayload, libraryCall } from '../provider/library-call.ts';
import { invalidGrant } from '../provider/oidc-provider-seam.ts';
import type { RefreshTokenState } from '../tokens/token-grant.ts';
import { callTokenEndpoint } from './call-token-endpoint.ts';
import { isBeforeMarks, isStale } from './check-user.ts';
import {
  boundTo,
  forResources,
  type GrantDependencies,
  type GrantHandler,
  type GrantRequest,
  INVALID_TARGET,
  issuesRefreshTokens,
  mayBeOffline,
  refused,
  resourcesOf,
} from './grant-handler.ts';

/** A refresh token that names a live session, an entry in it and a user in good standing. */
interface Found {
  readonly state: RefreshTokenState;
  readonly user: User;
  live: LiveSession;
  entry: ClientEntry;
  /** The counter of the token to be minted. */
  counter: number;
}

/**
 * RFC 6749 §6: the library's grant over self-contained tokens (settled 9). One read; without rotation a write only when the last use was
 * long enough ago; with rotation a compare-and-set in the client entry. `scope` never reaches the library: a wider one is ignored.
 */
export function createRefreshTokenGrant(dependencies: GrantDependencies): GrantHandler {
  const { issuer, events } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (!form.refresh_token) return refused(400, 'invalid_request', 'No refresh token');
    const seen: { found: Found | null } = { found: null };

    const call = libraryCall({
      client,
      accountId: () => seen.found?.user.id ?? null,
      findRefreshToken: async (token): Promise<LibraryPayload> => {
        const state = await issuer.readRefreshToken(realm, token);
        if (state === null)
          throw invalidGrant(looksExpired(token, dependencies.clock.now()) ? REASONS.refreshExpired : REASONS.refreshInvalid);
        if (state.azp !== client.clientId) return { clientId: state.azp };
        if (!holds(request, state)) throw invalidGrant(REASONS.wrongKey);
        seen.found = await resolve(dependencies, request, state);
        return payloadOf(seen.found, client.id);
      },
      findGrant: async (id) =>
        seen.found === null || grantIdOf(seen.found, client.id) !== id ? null : { id, accountId: seen.found.user.id },
      useRefreshToken: async () => {
        if (seen.found !== null) await use(dependencies, request, seen.found);
      },
    });
    const refusal = await callTokenEndpoint(
      dependencies,
      request,
      { grant_type: 'refresh_token', refresh_token: form.refresh_token },
      call,
    );
    if (refusal !== null || seen.found === null) {
      await events.write(realm, {
        type: 'REFRESH_TOKEN_ERROR',
        clientId: client.clientId,
        ipAddress: ip,
        error: 'invalid_token',
        details: { grant_type: 'refresh_token' },
      });
      return refusal ?? refused(400, 'invalid_grant', 'Invalid refresh token');
    }

    const { state, user, live, entry, counter } = seen.found;
    const grant = forResources(
      issuer,
      {
        realm,
        client,
        user,
        binding: { kind: 'session', live, entry },
        scope: state.scope,
        grant: 'rt',
        nonce: state.nonce,
        refresh: issuesRefreshTokens(client) ? { family: state.family, counter } : null,
        ...boundTo(request),
      },
      resourcesOf(request),
    );
    if (grant === null) return INVALID_TARGET;
    const response = await issuer.issue(grant);
    await events.write(realm, {
      type: 'REFRESH_TOKEN',
      clientId: client.clientId,
      userId: user.id,
      sessionId: state.sid,
      ipAddress: ip,
      details: { grant_type: 'refresh_token', ...tokenDetails(response) },
    });
    return { kind: 'tokens', response };
  };
}

/** RFC 9449 §5, RFC 8705 §4: what a refresh token is bound to must be proven again. */
function holds({ confirmation }: GrantRequest, { confirmation: bound }: RefreshTokenState): boolean {
  if (bound === null) return true;
  return bound.jkt === confirmation?.jkt && bound['x5t#S256'] === confirmation?.['x5t#S256'];
}

async function resolve(
  { sessions, directory, clock }: GrantDependencies,
  { realm, client }: GrantRequest,
  state: RefreshTokenState,
): Promise<Found> {
  const gone = state.offline ? REASONS.offlineSessionGone : REASONS.sessionGone;
  const live = await sessions.get(realm, state.sid, { offline: state.offline });
  if (live === null) {
    // Recorded: a disabled user is told so, although the sessions ended with the disabling.
    const owner = state.sub === null ? null : await directory.users.get(realm.id, state.sub);
    throw invalidGrant(owner !== null && !owner.enabled ? REASONS.userDisabled : gone);
  }
  const user = await directory.users.get(realm.id, live.record.user);
  if (user === null) throw invalidGrant(gone);
  if (!user.enabled) throw invalidGrant(REASONS.userDisabled);
  if (isStale(live, user)) throw invalidGrant(gone);
  if (isBeforeMarks(state.iat, { realm, clientNotBefore: client.notBefore, user })) throw invalidGrant(REASONS.refreshStale);
  const entry = live.record.clients[client.id];
  if (entry === undefined || !state.isOf(entry)) throw invalidGrant(REASONS.entryGone);
  if (clientEntryExpiresAt(realm.realm, state.offline, live.record, entry, client) <= clock.now()) throw invalidGrant(REASONS.entryGone);
  if (state.offline && !mayBeOffline(client)) throw invalidGrant(REASONS.offlineWithdrawn);
  if ((await missingConsent(directory, realm, client, user.id, state.scope)) !== null) throw invalidGrant(REASONS.consentWithdrawn);
  return { state, user, live, entry, counter: state.counter };
}

async function use({ sessions }: GrantDependencies, { realm, client }: GrantRequest, found: Found): Promise<void> {
  const { state, live, entry } = found;
  if (!realm.realm.revokeRefreshToken) {
    if (!(await sessions.touch(live, client.id, { client }))) throw invalidGrant(REASONS.sessionGone);
    return;
  }
  const rotation = await sessions.rotate(
    realm,
    state.sid,
    client.id,
    {
      family: state.family,
      counter: state.counter,
      generation: entry.generation,
      graceSeconds: Number(realm.realm.attributes.refreshTokenReuseGrace ?? 0) || 0,
      maxReuse: realm.realm.refreshTokenMaxReuse,
    },
    { offline: state.offline, client },
  );
  switch (rotation.kind) {
    case 'rotated':
    case 'grace':
      found.counter = rotation.counter;
      found.live = rotation.session;
      found.entry = rotation.session.record.clients[client.id] ?? entry;
      return;
    case 'reused':
      throw invalidGrant(REASONS.refreshReused);
    case 'gone':
      throw invalidGrant(REASONS.entryGone);
  }
}

/** Settled 8: session, client and the generation of the entry. */
function grantIdOf(found: Found, clientUuid: string): string {
  return `${found.state.sid}.${clientUuid}.${found.entry.generation}`;
}

function payloadOf(found: Found, clientUuid: string): LibraryPayload {
  return {
    clientId: clientUuid,
    accountId: found.user.id,
    grantId: grantIdOf(found, clientUuid),
    scope: 'openid',
    sessionUid: found.state.sid,
    authTime: Math.floor(found.entry.authTime / 1000),
    // The issuer has checked expiry by our clock.
    iiat: 1,
    exp: 253_402_300_799,
  };
}

/** Only chooses the words of a refusal: the token has been refused already. */
function looksExpired(token: string, now: Date): boolean {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof exp === 'number' && exp * 1000 <= now.getTime();
  } catch {
    return false;
  }
}
