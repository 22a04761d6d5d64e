import type { DeviceCodes } from '../device/device-codes.ts';
import { usesDevices } from '../device/device-endpoint.ts';
import { tokenDetails } from '../events/token-details.ts';
import { answerPoll, findApproved, issueApproved } from './approved-login.ts';
import { type GrantDependencies, type GrantHandler, refused } from './grant-handler.ts';

/** RFC 8628 §3.4 in Keycloak's words: the tokens are given once. */
export function createDeviceCodeGrant(dependencies: GrantDependencies & { readonly devices: DeviceCodes }): GrantHandler {
  const { devices, events, clock } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (!usesDevices(client)) {
      const words = 'Client not allowed OAuth 2.0 Device Authorization Grant';
      return refused(400, 'unauthorized_client', words);
    }
    if (!form.device_code) return refused(400, 'invalid_request', 'Missing parameter: device_code');
    const device = await devices.findByDeviceCode(realm, form.device_code);
    if (device === null) return refused(400, 'expired_token', 'Device code is expired');
    const { state } = device;
    if (state.client !== client.id) return refused(400, 'invalid_grant', 'unauthorized client');
    if (state.status === 'denied') return refused(400, 'access_denied', 'The end user denied the authorization request');
    if (state.status === 'pending') return answerPoll(state, clock.now().getTime(), (change) => devices.update(realm, device, change));

    const found = await findApproved(dependencies, realm, client, state);
    if (!(await devices.consume(realm, device)) || found === null) return refused(400, 'invalid_grant', 'Device code not valid');
    const response = await issueApproved(dependencies, request, found, { ...state, grant: 'dg' });
    await events.write(realm, {
      type: 'OAUTH2_DEVICE_CODE_TO_TOKEN',
      clientId: client.clientId,
      userId: found.user.id,
      sessionId: response.session_state ?? null,
      ipAddress: ip,
      details: { grant_type: form.grant_type ?? '', ...tokenDetails(response) },
    });
    return { kind: 'tokens', response };
  };
}
