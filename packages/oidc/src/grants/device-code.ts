import type { Client, RealmSnapshot, User } from '@anteroom/core';
import type { DeviceAuthorization, DeviceCodes } from '../device/device-codes.ts';
import { usesDevices } from '../device/device-endpoint.ts';
import { tokenDetails } from '../events/token-details.ts';
import type { TokenBinding } from '../tokens/token-grant.ts';
import { isStale } from './check-user.ts';
import {
  asksForOffline,
  boundTo,
  type GrantDependencies,
  type GrantHandler,
  type GrantResult,
  issuesRefreshTokens,
  refused,
} from './grant-handler.ts';
import { bindOffline } from './offline-session.ts';

/** RFC 8628 §3.5: how much longer a device waits that asks too often. */
const SLOWER_SECONDS = 5;

/** RFC 8628 §3.4 in Keycloak's words. A poll is a write, so that two at once count as two; the tokens are given once. */
export function createDeviceCodeGrant(dependencies: GrantDependencies & { readonly devices: DeviceCodes }): GrantHandler {
  const { devices, issuer, sessions, events, clock } = dependencies;

  const poll = async (realm: RealmSnapshot, device: DeviceAuthorization): Promise<GrantResult> => {
    const now = clock.now().getTime();
    const { polledAt, interval } = device.state;
    const tooSoon = polledAt !== 0 && now - polledAt < interval * 1000;
    const won = await devices.update(realm, device, { polledAt: now, interval: tooSoon ? interval + SLOWER_SECONDS : interval });
    return tooSoon || !won
      ? refused(400, 'slow_down', 'Slow down')
      : refused(400, 'authorization_pending', 'The authorization request is still pending');
  };

  return async (request) => {
    const { realm, client, form, ip } = request;
    if (!usesDevices(client)) {
      const words = 'Client not allowed OAuth 2.0 Device Authorization Grant';
      return refused(400, 'unauthorized_client', words);
    }
    if (!form.device_code) return refused(400, 'invalid_request', 'Missing parameter: device_code');
    const device = await devices.findByDeviceCode(realm, form.device_code);
    if (device === null) return refused(400, 'expired_token', 'Device code is expired');
    if (device.state.client !== client.id) return refused(400, 'invalid_grant', 'unauthorized client');
    if (device.state.status === 'denied') return refused(400, 'access_denied', 'The end user denied the authorization request');
    if (device.state.status === 'pending') return poll(realm, device);

    const found = await resolve(dependencies, realm, client, device);
    if (!(await devices.consume(realm, device)) || found === null) return refused(400, 'invalid_grant', 'Device code not valid');
    const { user, binding: online } = found;
    const { scope, nonce, family } = device.state;
    const offline = online.kind === 'session' && asksForOffline(client, scope);
    const binding = offline ? await bindOffline(sessions, realm, client, online, family ?? '') : online;
    const refresh = binding.kind === 'session' && family !== null && issuesRefreshTokens(client) ? { family, counter: 0 } : null;
    const response = await issuer.issue({ realm, client, user, binding, scope, grant: 'dg', nonce, refresh, ...boundTo(request) });
    await events.write(realm, {
      type: 'OAUTH2_DEVICE_CODE_TO_TOKEN',
      clientId: client.clientId,
      userId: user.id,
      sessionId: response.session_state ?? null,
      ipAddress: ip,
      details: { grant_type: form.grant_type ?? '', ...tokenDetails(response) },
    });
    return { kind: 'tokens', response };
  };
}

async function resolve(
  { directory, sessions }: GrantDependencies,
  realm: RealmSnapshot,
  client: Client,
  { state }: DeviceAuthorization,
): Promise<{ readonly user: User; readonly binding: TokenBinding } | null> {
  const user = state.user === null ? null : await directory.users.get(realm.id, state.user);
  if (user === null || !user.enabled) return null;
  if (state.snapshot !== null) {
    const { authTime, acr, amr, notes } = state.snapshot;
    return { user, binding: { kind: 'transient', snapshot: { authTime: new Date(authTime), acr, amr, notes } } };
  }
  const live = state.session === null ? null : await sessions.get(realm, state.session);
  const entry = live?.record.clients[client.id];
  if (live === null || entry === undefined || entry.generation !== state.generation || isStale(live, user)) return null;
  return { user, binding: { kind: 'session', live, entry } };
}
