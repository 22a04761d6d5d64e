import type { CodeRecord, RealmSnapshot, User } from '@anteroom/core';
import { ADAPTER_SESSION } from '../backchannel-logout/backchannel-logout.ts';
import { REASONS } from '../errors/token-errors.ts';
import { tokenDetails } from '../events/token-details.ts';
import { type LibraryPayload, libraryCall } from '../provider/library-call.ts';
import { invalidGrant } from '../provider/oidc-provider-seam.ts';
import type { TokenBinding, TokenGrant } from '../tokens/token-grant.ts';
import { callTokenEndpoint } from './call-token-endpoint.ts';
import { isBeforeRealmMark, isStale } from './check-user.ts';
import { type CodeFacts, readCode } from './code-record.ts';
import {
  asksForOffline,
  boundTo,
  forResources,
  type GrantDependencies,
  type GrantHandler,
  type GrantRequest,
  INVALID_TARGET,
  issuesRefreshTokens,
  refused,
  resourcesOf,
} from './grant-handler.ts';
import { bindOffline } from './offline-session.ts';

/** What a code turned out to stand for. */
interface Redeemed {
  readonly facts: CodeFacts;
  readonly user: User;
  readonly binding: TokenBinding;
}

/** RFC 6749 §4.1.3: the library's grant; the code is spent by the look-up, whatever comes of it (as Keycloak). */
export function createAuthorizationCodeGrant(dependencies: GrantDependencies): GrantHandler {
  const { issuer, sessions, events } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (!form.code) return refused(400, 'invalid_request', 'Missing parameter: code');
    // The flow was switched off after the code was issued.
    if (!client.standardFlowEnabled) return refused(400, 'unauthorized_client', 'Client not allowed to exchange code');
    let redeemed: Redeemed | null = null;

    const call = libraryCall({
      client,
      accountId: () => redeemed?.user.id ?? null,
      redeemCode: async (code): Promise<LibraryPayload | null> => {
        redeemed = await redeem(dependencies, realm, code);
        const { dpopJkt = null } = redeemed?.facts ?? {};
        if (dpopJkt !== null && dpopJkt !== request.confirmation?.jkt) throw invalidGrant(REASONS.wrongKey);
        return redeemed?.facts.payload ?? null;
      },
      findGrant: async (id) => (redeemed === null || redeemed.facts.grantId !== id ? null : { id, accountId: redeemed.user.id }),
    });
    const refusal = await callTokenEndpoint(
      dependencies,
      request,
      {
        grant_type: 'authorization_code',
        code: form.code,
        // A missing one is a wrong one: the code must be looked up (and spent) either way.
        redirect_uri: form.redirect_uri || 'urn:anteroom:none',
        ...(form.code_verifier ? { code_verifier: form.code_verifier } : {}),
      },
      call,
    );
    if (refusal !== null) {
      await events.write(realm, {
        type: 'CODE_TO_TOKEN_ERROR',
        clientId: client.clientId,
        ipAddress: ip,
        error: 'invalid_code',
        details: { grant_type: 'authorization_code' },
      });
      return refusal;
    }
    // TypeScript does not see that the call above has run.
    const { facts, user, binding: online } = redeemed as unknown as Redeemed;

    const offline = online.kind === 'session' && asksForOffline(client, facts.scope);
    const binding = offline ? await bindOffline(sessions, realm, client, online, facts.family) : online;
    const refresh = binding.kind === 'session' && issuesRefreshTokens(client) ? { family: facts.family, counter: 0 } : null;
    const asked = resourcesOf(request);
    // RFC 8707 §2.2: one of those that the person was asked about, where the request named any.
    if (facts.resources.length > 0 && asked.some((one) => !facts.resources.includes(one))) return INVALID_TARGET;
    const full: TokenGrant = {
      realm,
      client,
      user,
      binding,
      scope: facts.scope,
      grant: 'ac',
      nonce: facts.nonce,
      refresh,
      idTokenClaims: facts.idTokenClaims,
      ...boundTo(request),
    };
    const grant = forResources(issuer, full, asked.length > 0 ? asked : facts.resources);
    if (grant === null) return INVALID_TARGET;
    const response = await issuer.issue(grant);
    await rememberAdapterSession(dependencies, request, online);
    await events.write(realm, {
      type: 'CODE_TO_TOKEN',
      clientId: client.clientId,
      userId: user.id,
      sessionId: response.session_state ?? null,
      ipAddress: ip,
      details: { grant_type: 'authorization_code', ...tokenDetails(response), client_auth_method: client.clientAuthenticatorType },
    });
    return { kind: 'tokens', response };
  };
}

/** A Keycloak adapter says what it calls its own session, to be told of the end of that one (`k_logout`). */
async function rememberAdapterSession({ sessions }: GrantDependencies, { realm, client, form }: GrantRequest, binding: TokenBinding) {
  const own = form[ADAPTER_SESSION];
  if (!own || own.length > 200 || !client.adminUrl || binding.kind !== 'session') return;
  const { live, entry } = binding;
  const { redirectUri, scope, acr } = entry;
  const known = { client: client.id, redirectUri, scope, acr, authTime: new Date(entry.authTime), notes: { [ADAPTER_SESSION]: own } };
  await sessions.attachClient(realm, live.sid, known, { client, known: live });
}

async function redeem(dependencies: GrantDependencies, realm: RealmSnapshot, code: string): Promise<Redeemed | null> {
  const { codes, sessions } = dependencies;
  const redemption = await codes.redeem(realm, code, (record) => resolve(dependencies, realm, record));
  switch (redemption.kind) {
    case 'unknown':
      return null;
    case 'replayed':
      // RFC 6749 §4.1.2: what was issued for this code ends with the client entry it went to.
      if (redemption.record.session !== null) await sessions.removeClient(realm, redemption.record.session, redemption.record.client);
      return null;
    case 'redeemed':
      return redemption.prepared;
  }
}

async function resolve({ directory, sessions }: GrantDependencies, realm: RealmSnapshot, record: CodeRecord): Promise<Redeemed | null> {
  const facts = readCode(record);
  const user = await directory.users.get(realm.id, record.user);
  if (user === null) return null;
  if (!user.enabled) throw invalidGrant(REASONS.userDisabled);
  if (facts.snapshot !== null) return { facts, user, binding: { kind: 'transient', snapshot: facts.snapshot } };
  const live = record.session === null ? null : await sessions.get(realm, record.session);
  const entry = live?.record.clients[record.client];
  if (live === null || entry === undefined || entry.generation !== record.generation || isStale(live, user)) return null;
  if (isBeforeRealmMark(live)) return null;
  return { facts, user, binding: { kind: 'session', live, entry } };
}
