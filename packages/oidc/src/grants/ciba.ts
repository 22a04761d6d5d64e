import { type AskedPersonDependencies, mayLogIn } from '../ciba/asked-person.ts';
import { usesBackchannelAuthentication } from '../ciba/authentication-endpoint.ts';
import type { AuthenticationRequests } from '../ciba/authentication-requests.ts';
import { tokenDetails } from '../events/token-details.ts';
import { answerPoll, findApproved, issueApproved } from './approved-login.ts';
import { type GrantDependencies, type GrantHandler, refused } from './grant-handler.ts';

export const CIBA = 'urn:openid:params:grant-type:ciba';

export interface CibaGrantDependencies extends GrantDependencies {
  readonly requests: AuthenticationRequests;
  readonly failures: AskedPersonDependencies['failures'];
}

/** OpenID CIBA Core 1.0 §10.1 and §11, poll mode. Whoever was disabled or locked out since the request began gets nothing. */
export function createCibaGrant(dependencies: CibaGrantDependencies): GrantHandler {
  const { requests, events, clock } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (!usesBackchannelAuthentication(client)) return refused(400, 'invalid_grant', 'Client not allowed OIDC CIBA Grant');
    if (!form.auth_req_id) return refused(400, 'invalid_request', 'Missing parameter: auth_req_id');
    const found = await requests.findByAuthReqId(realm, form.auth_req_id);
    // CIBA §11: expired and unknown look the same once the record is gone.
    if (found === null) return refused(400, 'expired_token', 'authentication timed out');
    const { state } = found;
    if (state.client !== client.id) return refused(400, 'invalid_grant', 'unauthorized client');
    if (state.status === 'denied') return refused(400, 'access_denied', 'not authorized');
    if (state.status === 'pending') return answerPoll(state, clock.now().getTime(), (change) => requests.update(realm, found, change));

    const login = await findApproved(dependencies, realm, client, state);
    const allowed = login !== null && login.user.id === state.person && (await mayLogIn(dependencies, realm, login.user));
    if (!(await requests.consume(realm, found)) || !allowed)
      return refused(400, 'invalid_grant', 'The authentication is not valid any more');
    const response = await issueApproved(dependencies, request, login, { ...state, nonce: null, grant: 'ci' });
    await events.write(realm, {
      type: 'AUTHREQID_TO_TOKEN',
      clientId: client.clientId,
      userId: login.user.id,
      sessionId: response.session_state ?? null,
      ipAddress: ip,
      details: { grant_type: CIBA, ...tokenDetails(response) },
    });
    return { kind: 'tokens', response };
  };
}
