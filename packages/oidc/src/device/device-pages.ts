import { type Clock, hashSecret, type Log, type Message, type RealmCache, type SessionStore, type Urls } from '@anteroom/core';
import {
  type AuthorizationEndpointDependencies,
  answerAuthorizationRequest,
  type RealmEndpoint,
} from '../browser/authorization-endpoint.ts';
import { DEVICE_PARAMETER } from '../browser/authorization-request.ts';
import { COOKIES } from '../browser/cookies.ts';
import { rootOf } from '../browser/login-tab.ts';
import { singleValues } from '../browser/single-values.ts';
import { type Visit, visitOf } from '../browser/visit.ts';
import { plainError } from '../errors/oauth-answer.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { DeviceCodes } from './device-codes.ts';
import { createWrongCodes } from './wrong-codes.ts';

export interface DevicePagesDependencies extends Omit<AuthorizationEndpointDependencies, 'reader'> {
  readonly devices: DeviceCodes;
  readonly realms: Pick<RealmCache, 'client' | 'clientByUuid'>;
  readonly store: SessionStore;
  readonly ids: Parameters<typeof rootOf>[1]['ids'];
  readonly clock: Clock;
  readonly log: Log;
  readonly urls: Urls;
}

/**
 * `/realms/{realm}/device` and `/realms/{realm}/device/status` (RFC 8628 §3.3). The code is typed in (or comes with the address) and
 * posted; then follow an ordinary login, and always a page that names the client and asks.
 */
export function createDevicePages(dependencies: DevicePagesDependencies): {
  readonly verify: RealmEndpoint;
  readonly status: RealmEndpoint;
} {
  const { devices, realms, pages, logins, urls, store, ids } = dependencies;
  const wrong = createWrongCodes(dependencies);

  const form = (visit: Visit, userCode: string, error: string | null): HttpAnswer =>
    pages.page(
      visit,
      error === null ? 200 : 400,
      { kind: 'device-code', userCode, error: error === null ? null : { key: error } },
      { action: `${urls.issuer(visit.realm.name)}/device` },
    );

  const begin = async (visit: Visit, typed: string): Promise<HttpAnswer> => {
    const { realm } = visit;
    if (wrong.isBlocked(realm, visit.ip)) return form(visit, '', 'oauth2DeviceTooManyAttemptsMessage');
    const device = await devices.findByUserCode(realm, typed);
    const client = device === null ? null : await realms.clientByUuid(realm, device.state.client);
    const root = rootOf(visit.cookies[COOKIES.root], { store, ids });
    const browser = hashSecret(root.secret);
    // Whoever learned a code that is being answered elsewhere gets no further than with one that does not exist.
    const free = device !== null && device.state.status === 'pending' && (device.state.claimedBy ?? browser) === browser;
    if (device === null || client === null || !client.enabled || !free) {
      await wrong.count(realm, visit.ip);
      return form(visit, '', 'oauth2DeviceInvalidUserCodeMessage');
    }
    if (device.state.claimedBy === null && !(await devices.update(realm, device, { claimedBy: browser }))) {
      return form(visit, '', 'oauth2DeviceInvalidUserCodeMessage');
    }
    if (root.fresh) {
      visit.setCookies.push(visit.jar.set(COOKIES.root, root.secret));
      Object.assign(visit.cookies, { [COOKIES.root]: root.secret });
    }
    const values = { client_id: client.clientId, scope: device.state.scope, [DEVICE_PARAMETER]: device.id };
    return answerAuthorizationRequest(dependencies, visit, { values, duplicated: [] }, async (request) => logins.begin(visit, request));
  };

  return {
    async verify(ctx, realm) {
      if (ctx.method !== 'GET' && ctx.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');
      const values = ctx.method === 'GET' ? singleValues(ctx.query).values : (await ctx.readForm()).values;
      const visit = visitOf(ctx, realm, urls, values);
      if (!realm.realm.enabled) return pages.error(visit, 400, { key: 'realmNotEnabledMessage' });
      if (ctx.method === 'GET') return form(visit, (values.user_code ?? '').slice(0, 20), null);
      return begin(visit, values.device_user_code ?? '');
    },
    async status(ctx, realm) {
      if (ctx.method !== 'GET') return plainError(405, 'HTTP 405 Method Not Allowed');
      const { values } = singleValues(ctx.query);
      return statusPage(visitOf(ctx, realm, urls, values), values.error === undefined);
    },
  };

  function statusPage(visit: Visit, done: boolean): HttpAnswer {
    const message: Message = { key: done ? 'oauth2DeviceVerificationCompleteMessage' : 'oauth2DeviceVerificationFailedMessage' };
    return pages.page(visit, 200, { kind: 'info', message, actions: [], link: null });
  }
}
