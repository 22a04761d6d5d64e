import { type FlowRefusal, isAnteroomError, type Outcome, TRANSIENT_SWITCH, type User } from '@anteroom/core';
import type { FlowContext } from '@anteroom/flows';
import { receiptOf } from '../events/receipt.ts';
import { stepEvents } from '../events/step-events.ts';
import { tokenDetails } from '../events/token-details.ts';
import { newFamilyId } from '../tokens/refresh-state.ts';
import type { TokenBinding } from '../tokens/token-grant.ts';
import {
  asksForOffline,
  boundTo,
  type GrantDependencies,
  type GrantHandler,
  type GrantRequest,
  type GrantResult,
  issuesRefreshTokens,
  refused,
} from './grant-handler.ts';
import { bindOffline } from './offline-session.ts';
import { persistenceOf } from './persistence-of.ts';

/** RFC 6749 §4.3 as Keycloak: the direct-grant flow decides, then one write makes session, client entry and refresh family. */
export function createPasswordGrant(dependencies: GrantDependencies): GrantHandler {
  const { directory, engine, issuer, events } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    const fail = (error: string) =>
      events.write(realm, { type: 'LOGIN_ERROR', clientId: client.clientId, ipAddress: ip, error, details: eventDetails(request) });

    if (!client.directAccessGrantsEnabled) {
      await fail('not_allowed');
      return refused(400, 'unauthorized_client', 'Client not allowed for direct access grants');
    }
    if (client.consentRequired) {
      await fail('consent_denied');
      return refused(400, 'invalid_client', 'Client requires user consent');
    }
    const scope = form.scope ?? '';
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refused(400, 'invalid_scope', checked.description);
    const flow = realm.boundFlow('direct_grant', client);
    if (flow === null) return refused(500, 'server_error', 'no direct grant flow is bound');

    const context: FlowContext = {
      realm,
      client,
      flow,
      ipAddress: ip,
      session: null,
      prompt: [],
      maxAge: null,
      acrValues: [],
      loginHint: null,
      scopes: scope.split(' ').filter(Boolean),
      locale: 'en',
    };
    const judge = async () => {
      const judged = await engine.directGrant(context, form);
      await events.commit(
        realm,
        judged.changes,
        stepEvents(judged, (event) => ({
          ...event,
          clientId: client.clientId,
          ipAddress: ip,
          details: { ...eventDetails(request), ...event.details },
        })),
      );
      return judged;
    };
    const step = await judge().catch((error: unknown) => {
      if (!isAnteroomError(error, 'conflict')) throw error;
      // Another request used the same code a moment ago: judged once more, it is a used one.
      return judge();
    });
    await events.upgrade(realm, step.upgrades);
    if (step.kind === 'refused') {
      if (step.missing !== null) return refused(401, 'invalid_request', `Missing parameter: ${step.missing}`);
      return refusalOf(step.refusal);
    }

    const user = step.changes.length === 0 ? step.user : await directory.users.get(realm.id, step.outcome.userId);
    if (user === null) return refusalOf('invalid_user_credentials');
    const issued = await issueFor(dependencies, request, user, step.outcome);
    if (issued === null) {
      await fail('session_limit_exceeded');
      return refused(400, 'invalid_grant', step.outcome.limits?.message ?? 'Session limit exceeded');
    }
    const { response, binding } = issued;
    await events.write(realm, {
      type: 'LOGIN',
      clientId: client.clientId,
      userId: user.id,
      sessionId: binding.kind === 'session' ? binding.live.sid : null,
      ipAddress: ip,
      details: { ...eventDetails(request), ...tokenDetails(response), username: user.username },
      trace: step.trace,
      receipt: receiptOf(binding, dependencies.promiseOf),
    });
    return { kind: 'tokens', response };
  };
}

async function issueFor(dependencies: GrantDependencies, request: GrantRequest, user: User, outcome: Outcome) {
  const { issuer, ids, onTransientLogin } = dependencies;
  const { realm, client, form } = request;
  const scope = form.scope ?? '';
  const transient = outcome.transient || client.attributes[TRANSIENT_SWITCH] === 'true';
  const family = transient ? null : newFamilyId(ids);
  const binding = family === null ? transientBinding(outcome) : await sessionBinding(dependencies, request, user, outcome, family);
  if (binding === null) return null;
  if (transient) onTransientLogin(realm.name);
  const refresh = family !== null && issuesRefreshTokens(client) ? { family, counter: 0 } : null;
  const response = await issuer.issue({ realm, client, user, binding, scope, grant: 'ro', nonce: null, refresh, ...boundTo(request) });
  return { response, binding };
}

function transientBinding(outcome: Outcome): TokenBinding {
  const { authTime, acr, amr, notes } = outcome;
  return { kind: 'transient', snapshot: { authTime, acr, amr, notes } };
}

async function sessionBinding(
  { sessions, limited }: GrantDependencies,
  { realm, client, form, ip }: GrantRequest,
  user: User,
  outcome: Outcome,
  family: string,
): Promise<TokenBinding | null> {
  const { authTime, acr, amr, notes, limits = null } = outcome;
  const scope = form.scope ?? '';
  const persistence = persistenceOf(client, scope, outcome);
  const sid = sessions.newSid(persistence);
  const admission = { userId: user.id, client: client.id, sid };
  if (limits !== null && !(await limited.admit(realm, admission, limits))) return null;
  const { session } = await sessions.create(realm, {
    sid,
    userId: user.id,
    username: user.username,
    authTime,
    acr,
    amr,
    rememberMe: false,
    ipAddress: ip,
    authMethod: 'openid-connect',
    notes,
    browser: false,
    client: { client: client.id, redirectUri: null, scope, authTime, acr, family },
  });
  if (limits !== null) await limited.release(realm, admission);
  const entry = session.record.clients[client.id];
  if (entry === undefined) throw new Error('a session was created without the client it was made for');
  if (!asksForOffline(client, scope)) return { kind: 'session', live: session, entry };
  const offline = await bindOffline({ attachOffline: sessions.attachOffline }, realm, client, { live: session, entry }, family);
  // The first request already asked for an offline session: the online one would serve nobody (Keycloak 26.1).
  await sessions.end(realm, session.sid);
  return offline;
}

function eventDetails({ form }: GrantRequest): Readonly<Record<string, string>> {
  return {
    auth_method: 'openid-connect',
    grant_type: 'password',
    client_auth_method: 'client-secret',
    ...(form.username ? { username: form.username } : {}),
  };
}

/** Unknown user, wrong password and locked user are one answer on purpose. */
function refusalOf(refusal: FlowRefusal): GrantResult {
  switch (refusal) {
    case 'invalid_user_credentials':
    case 'user_temporarily_locked':
      return refused(400, 'invalid_grant', 'Invalid user credentials');
    case 'user_disabled':
      return refused(400, 'invalid_grant', 'Account disabled');
    case 'account_not_set_up':
      return refused(400, 'invalid_grant', 'Account is not fully set up');
    case 'access_denied':
    case 'rejected_by_user':
      return refused(400, 'invalid_grant', 'Access denied');
    case 'flow_misconfigured':
    case 'internal':
      return refused(500, 'server_error');
  }
}
