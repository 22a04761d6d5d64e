import type { Client, IdSource, RealmSnapshot, Urls } from '@anteroom/core';
import { forClientOrigin, originRefusal } from '../endpoints/cors.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { jsonAnswer, refusalAnswer } from '../errors/oauth-answer.ts';
import type { AuthenticateClient } from '../grants/token-endpoint.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';
import type { DeviceCodes } from './device-codes.ts';
import { newUserCode } from './user-code.ts';

export interface DeviceEndpointDependencies {
  readonly authenticate: AuthenticateClient;
  readonly devices: DeviceCodes;
  readonly issuer: Pick<TokenIssuer, 'checkScope'>;
  readonly ids: IdSource;
  readonly urls: Urls;
}

/** Client attribute; off unless it says `true`. */
const ENABLED = 'oauth2.device.authorization.grant.enabled';

export const usesDevices = (client: Client): boolean => client.attributes[ENABLED] === 'true';

const refuse = (error: string, description: string): HttpAnswer => refusalAnswer({ status: 400, error, description });

/** `POST …/auth/device` (RFC 8628 §3.1). */
export function createDeviceEndpoint({ authenticate, devices, issuer, ids, urls }: DeviceEndpointDependencies): Endpoint {
  const begin = async (realm: RealmSnapshot, client: Client, form: Readonly<Record<string, string>>): Promise<HttpAnswer> => {
    if (!usesDevices(client)) {
      const words = 'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.';
      return refuse('unauthorized_client', words);
    }
    const scope = form.scope ?? '';
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refuse('invalid_scope', checked.description);
    for (;;) {
      const userCode = newUserCode(ids);
      const made = await devices.create(realm, { client: client.id, scope, nonce: form.nonce ?? null, userCode });
      // Somebody else's device shows these letters at the moment.
      if (made === null) continue;
      const verification = `${urls.issuer(realm.name)}/device`;
      return jsonAnswer(200, {
        device_code: made.deviceCode,
        user_code: userCode,
        verification_uri: verification,
        verification_uri_complete: `${verification}?user_code=${userCode}`,
        expires_in: made.expiresIn,
        interval: made.interval,
      });
    }
  };
  return {
    methods: ['POST'],
    preflightMethods: 'POST, OPTIONS',
    async answer(realm, request) {
      const { values, duplicated } = await request.readForm();
      if (!realm.realm.enabled) return refusalAnswer({ status: 403, error: 'access_denied', description: 'Realm not enabled' });
      const caller = await authenticate(realm, request, values);
      if (caller.kind === 'refused') return refusalAnswer(caller.refusal);
      const { client } = caller;
      const foreign = originRefusal(request, client, urls.base);
      if (foreign !== null) return foreign;
      const answer = duplicated.length > 0 ? refuse('invalid_request', 'duplicated parameter') : await begin(realm, client, values);
      return forClientOrigin(request, client, urls.base, answer);
    },
  };
}
