import type { Client, RealmSnapshot } from '@anteroom/core';
import { type AuthorizationCheckDependencies, checkAuthorizationRequest } from '../browser/authorization-request.ts';
import type { RequestReader } from '../browser/request-reader.ts';
import { forClientOrigin, originRefusal } from '../endpoints/cors.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { jsonAnswer, refusalAnswer } from '../errors/oauth-answer.ts';
import type { AuthenticateClient } from '../grants/token-endpoint.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { Possession } from '../possession/possession.ts';
import type { PushedRequests } from './pushed-requests.ts';

export interface ParDependencies extends AuthorizationCheckDependencies {
  readonly authenticate: AuthenticateClient;
  readonly pushed: PushedRequests;
  readonly reader: RequestReader;
  readonly possession: Possession;
}

/** How the client proved itself is no part of its request (RFC 9126 §2.1). */
const CREDENTIALS = ['client_secret', 'client_assertion', 'client_assertion_type'];

const invalid = (description: string, error = 'invalid_request'): HttpAnswer => refusalAnswer({ status: 400, error, description });

/** `POST …/ext/par/request` (RFC 9126): the request is checked now, as the authorization endpoint would, and kept for a minute. */
export function createParEndpoint(dependencies: ParDependencies): Endpoint {
  const { authenticate, pushed, reader, urls, possession } = dependencies;

  const push = async (realm: RealmSnapshot, client: Client, form: Readonly<Record<string, string>>, jkt?: string): Promise<HttpAnswer> => {
    if (form.request_uri !== undefined) return invalid('It is not allowed to include request_uri to PAR.');
    const given = Object.fromEntries(Object.entries(form).filter(([name]) => !CREDENTIALS.includes(name)));
    const read = await reader.read(realm, { values: { ...given, client_id: client.clientId }, duplicated: [] });
    if (read.kind === 'refused') return invalid('Invalid Request');
    // RFC 9449 §10.1: the proof that comes with the push binds the code as `dpop_jkt` does.
    const named = read.parameters.values.dpop_jkt;
    if (jkt !== undefined && named !== undefined && named !== jkt)
      return invalid('DPoP proof does not match dpop_jkt', 'invalid_dpop_proof');
    const parameters = { ...read.parameters.values, ...(jkt === undefined ? {} : { dpop_jkt: jkt }) };
    const check = await checkAuthorizationRequest(dependencies, realm, read.parameters, { pushed: true });
    switch (check.kind) {
      case 'page': {
        const [name] = check.message.args ?? [];
        return invalid(name === undefined ? 'Invalid Request' : `Invalid parameter: ${name}`);
      }
      case 'error':
        return refusalAnswer({
          status: 400,
          error: check.error,
          ...(check.description === undefined ? {} : { description: check.description }),
        });
      case 'ok': {
        const { requestUri, expiresIn } = await pushed.create(realm, { client: client.id, parameters });
        return jsonAnswer(201, { request_uri: requestUri, expires_in: expiresIn });
      }
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
      const proven = request.headers.dpop === undefined ? null : await possession.ofClient(realm, client, request);
      if (proven?.kind === 'refused') {
        const refused = refusalAnswer(proven.refusal);
        return forClientOrigin(request, client, urls.base, { ...refused, headers: { ...refused.headers, ...proven.headers } });
      }
      const answer = duplicated.length > 0 ? invalid('duplicated parameter') : await push(realm, client, values, proven?.confirmation?.jkt);
      return forClientOrigin(request, client, urls.base, answer);
    },
  };
}
