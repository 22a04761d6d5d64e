import type { Client, Clock, Directory, IdSource, RealmSnapshot, Urls } from '@anteroom/core';
import { forClientOrigin, originRefusal } from '../endpoints/cors.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { jsonAnswer, refusalAnswer } from '../errors/oauth-answer.ts';
import type { LoginEvents } from '../events/login-events.ts';
import type { AuthenticateClient } from '../grants/token-endpoint.ts';
import type { HttpAnswer } from '../http-context.ts';
import type { TokenIssuer } from '../tokens/token-grant.ts';
import { type AskedPersonDependencies, askedPerson } from './asked-person.ts';
import { type AuthenticationRequests, positive } from './authentication-requests.ts';
import { planAuthenticationMail } from './plan-mail.ts';

export interface AuthenticationEndpointDependencies extends AskedPersonDependencies {
  readonly directory: AskedPersonDependencies['directory'] & Pick<Directory, 'commit'>;
  readonly authenticate: AuthenticateClient;
  readonly requests: AuthenticationRequests;
  readonly issuer: Pick<TokenIssuer, 'checkScope'>;
  readonly events: Pick<LoginEvents, 'write'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly urls: Urls;
}

/** Client attribute, as Keycloak; off unless it says `true`. */
const ENABLED = 'oidc.ciba.grant.enabled';
const MODE = 'ciba.backchannel.token.delivery.mode';
const DEFAULT_LIFESPAN = 120;
const LONGEST_LIFESPAN = 3_600;
/** Nobody's mailbox is filled by asking again and again. */
const MOST_PENDING = 10;
/** CIBA §7.1: short enough to be compared at a glance. */
const BINDING_MESSAGE = /^[\p{L}\p{N}\p{P}\p{S} ]{1,50}$/u;

export const usesBackchannelAuthentication = (client: Client): boolean =>
  client.attributes[ENABLED] === 'true' && !client.publicClient && !client.bearerOnly;

const refuse = (error: string, description?: string, status = 400): HttpAnswer =>
  refusalAnswer({ status, error, ...(description === undefined ? {} : { description }) });

/**
 * `POST …/ext/ciba/auth` (OpenID CIBA Core 1.0 §7): a client asks that a person it knows log in elsewhere. The person finds the request
 * by mail or in a browser where they are signed in, and answers it behind an ordinary login.
 */
export function createAuthenticationEndpoint(dependencies: AuthenticationEndpointDependencies): Endpoint {
  const { authenticate, requests, issuer, directory, events, clock, ids, urls } = dependencies;

  const begin = async (realm: RealmSnapshot, client: Client, form: Readonly<Record<string, string>>, ip: string): Promise<HttpAnswer> => {
    if (!usesBackchannelAuthentication(client)) return refuse('invalid_grant', 'Client not allowed OIDC CIBA Grant');
    if ((client.attributes[MODE] ?? 'poll') !== 'poll')
      return refuse('invalid_request', 'Only the token delivery mode "poll" is supported');
    const scope = form.scope ?? '';
    if (!scope.split(' ').includes('openid')) return refuse('invalid_scope', 'Scope openid is missing');
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refuse('invalid_scope', checked.description);
    // CIBA §7.1: exactly one hint; of the three only this one is spoken here.
    if (form.login_hint_token !== undefined || form.id_token_hint !== undefined)
      return refuse('invalid_request', 'login_hint_token and id_token_hint are not supported');
    if (!form.login_hint) return refuse('invalid_request', 'missing parameter : login_hint');
    if (form.request !== undefined || form.request_uri !== undefined) return refuse('invalid_request', 'Signed requests are not supported');
    const message = form.binding_message ?? null;
    if (message !== null && !BINDING_MESSAGE.test(message)) return refuse('invalid_binding_message');
    const asked = form.requested_expiry === undefined ? null : positive(form.requested_expiry);
    if (form.requested_expiry !== undefined && asked === null) return refuse('invalid_request', 'Invalid parameter: requested_expiry');

    const user = await askedPerson(dependencies, realm, form.login_hint);
    // Unknown, disabled and locked are one answer: a client learns no more of somebody than that they cannot log in.
    if (user === null) {
      await events.write(realm, {
        type: 'LOGIN_ERROR',
        clientId: client.clientId,
        ipAddress: ip,
        error: 'user_not_found',
        details: DETAILS,
      });
      return refuse('unknown_user_id', 'no user found');
    }
    if ((await requests.listPending(realm, user.id)).length >= MOST_PENDING) return refuse('access_denied', 'Too many unanswered requests');
    const expiresIn = Math.min(LONGEST_LIFESPAN, asked ?? positive(realm.realm.attributes.cibaExpiresIn) ?? DEFAULT_LIFESPAN);
    const made = await requests.create(realm, {
      client: client.id,
      scope,
      acrValues: form.acr_values ?? '',
      bindingMessage: message,
      person: user.id,
      expiresIn,
    });
    const now = clock.now();
    const url = `${urls.issuer(realm.name)}/authentication-requests/${made.id}`;
    const expiresAt = new Date(now.getTime() + expiresIn * 1000);
    const mail = planAuthenticationMail({ id: ids.uuid(), realm, client, user, url, now, expiresAt });
    if (mail !== null) await directory.commit(realm.id, [mail]);
    return jsonAnswer(200, { auth_req_id: made.authReqId, expires_in: expiresIn, interval: made.interval });
  };

  return {
    methods: ['POST'],
    preflightMethods: 'POST, OPTIONS',
    async answer(realm, request) {
      const { values, duplicated } = await request.readForm();
      if (!realm.realm.enabled) return refuse('access_denied', 'Realm not enabled', 403);
      const caller = await authenticate(realm, request, values);
      if (caller.kind === 'refused') return refusalAnswer(caller.refusal);
      const { client } = caller;
      const foreign = originRefusal(request, client, urls.base);
      if (foreign !== null) return foreign;
      const answer =
        duplicated.length > 0 ? refuse('invalid_request', 'duplicated parameter') : await begin(realm, client, values, request.ip);
      return forClientOrigin(request, client, urls.base, answer);
    },
  };
}

const DETAILS = { auth_method: 'openid-connect', auth_type: 'ciba' };
