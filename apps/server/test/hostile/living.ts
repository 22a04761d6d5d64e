import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { SIGNED_KINDS, type SignedKind } from '@anteroom/core';
import { baseUrl } from '@anteroom/http';
import { createSignedTokens } from '@anteroom/oidc';
import { systemClock as clock } from '../../src/system.ts';
import { urlsBelow } from '../../src/urls.ts';
import { FormBrowser } from '../rig/form-browser.ts';
import type { InProcessServer } from '../rig/in-process-server.ts';
import { signOwn } from './forge.ts';
import { API, FOREIGN, freshScratch, OWN_JWK, OWN_KEY, PASSWORD, SITE, siteRealm } from './site.ts';
import { CALLBACK } from './well-formed.ts';

export interface Living {
  /** What can be named as a live value. */
  readonly names: readonly string[];
  /** Ids of things of the scratch realm and of others. */
  readonly ids: readonly string[];
  readonly publicKey: KeyObject;
  /** The present text of each. */
  get(name: string): string;
  /** What was spent, ended or deleted is made anew. */
  renew(): Promise<void>;
}

type Values = Record<string, string>;
type Json = Record<string, string>;

const IDS = [
  'user',
  'credential',
  'client',
  'mapper',
  'group',
  'subgroup',
  'role',
  'composite',
  'scope',
  'component',
  'flow',
  'execution',
  'config',
  'session',
  'foreign-user',
  'site-user',
  'site-client',
];
/** Mail and people's answers change rarely. */
const RARELY = 10;

/** Two realms with everything that can be held of them: tokens of every kind, codes, cookies, links, ids. */
export async function createLiving(server: InProcessServer): Promise<Living> {
  for (const realm of [SITE, FOREIGN]) await server.admin('POST', '', siteRealm(realm));
  const at = (path: string, realm = SITE) => `${server.base}/realms/${realm}/protocol/openid-connect/${path}`;
  const post = async (url: string, form: Json): Promise<Json> =>
    (await (await fetch(url, { method: 'POST', body: new URLSearchParams(form) })).json()) as Json;
  const login = (realm: string, more: Json = {}) =>
    post(at('token', realm), {
      grant_type: 'password',
      username: 'ann',
      password: PASSWORD,
      scope: 'openid offline_access',
      ...API,
      ...more,
    });
  const signed = createSignedTokens({ urls: urlsBelow(baseUrl(server.base)), clock });
  const values: Values = { password: PASSWORD, basic: `Basic ${Buffer.from(Object.values(API).join(':')).toString('base64')}` };
  let turn = 0;

  async function tokens(): Promise<Values> {
    const [own, foreign, admin] = [
      await login(SITE),
      await login(FOREIGN, { client_secret: `${API.client_secret}-${FOREIGN}` }),
      await server.token(),
    ];
    const service = await post(at('token'), { grant_type: 'client_credentials', ...API });
    const plain = await login(SITE, { scope: 'openid' });
    return {
      'access-token': plain.access_token ?? '',
      'id-token': plain.id_token ?? '',
      'refresh-token': plain.refresh_token ?? '',
      session: plain.session_state ?? '',
      'offline-token': own.refresh_token ?? '',
      'foreign-token': foreign.access_token ?? '',
      'foreign-refresh-token': foreign.refresh_token ?? '',
      'service-token': service.access_token ?? '',
      bearer: `Bearer ${plain.access_token}`,
      'foreign-bearer': `Bearer ${foreign.access_token}`,
      'service-bearer': `Bearer ${service.access_token}`,
      'admin-bearer': `Bearer ${admin}`,
    };
  }

  /** Everything a realm signs, as it signs it; and expired. */
  async function kinds(): Promise<Values> {
    const realm = (await server.core.realms.byName(SITE))!;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iat: now,
      exp: now + 300,
      jti: randomUUID(),
      sub: values['site-user'] ?? 'u',
      azp: 'api',
      aud: `${server.base}/realms/${SITE}`,
      sid: values.session ?? 's',
      cid: 'api',
      events: {},
      users: [],
      id: 'i',
      action: 'a',
      resource: 'r',
    };
    const made: Values = {};
    for (const kind of Object.keys(SIGNED_KINDS) as SignedKind[]) {
      made[`signed-${kind}`] = await signed.sign(realm, kind, claims);
      made[`expired-${kind}`] = await signed.sign(realm, kind, { ...claims, iat: now - 900, exp: now - 600 });
    }
    return made;
  }

  async function browsers(): Promise<Values> {
    const url = `${at('auth')}?${new URLSearchParams({ client_id: 'api', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's' })}`;
    const person = new FormBrowser();
    const done = await person.post(await person.open(url), { username: 'ann', password: PASSWORD });
    const waiting = new FormBrowser();
    const action = new URL((await waiting.open(url)).action);
    const of = (name: string) => action.searchParams.get(name) ?? '';
    return {
      code: done.location?.searchParams.get('code') ?? '',
      cookies: person.cookieHeader,
      'login-cookies': waiting.cookieHeader,
      'session-code': of('session_code'),
      execution: of('execution'),
      tab: of('tab_id'),
      'client-data': of('client_data'),
    };
  }

  async function pushed(): Promise<Values> {
    const request = { ...API, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' };
    const par = await post(at('ext/par/request'), request);
    const device = await post(at('auth/device'), { ...API, scope: 'openid' });
    const ciba = turn % RARELY === 0 ? await post(at('ext/ciba/auth'), { ...API, scope: 'openid', login_hint: 'ann' }) : {};
    return {
      'pushed-request': par.request_uri ?? '',
      'device-code': device.device_code ?? '',
      'user-code': device.user_code ?? '',
      ...(ciba.auth_req_id === undefined ? {} : { 'authentication-request': ciba.auth_req_id }),
    };
  }

  /** What a client signs itself. */
  function own(): Values {
    const now = Math.floor(Date.now() / 1000);
    const issuer = `${server.base}/realms/${SITE}`;
    const fresh = { iat: now, exp: now + 60, jti: randomUUID() };
    const { kid: _, use: __, ...jwk } = OWN_JWK as Record<string, unknown>;
    return {
      'client-assertion': signOwn(OWN_KEY, { ...fresh, iss: 'reports', sub: 'reports', aud: issuer }),
      'request-object': signOwn(OWN_KEY, {
        ...fresh,
        iss: 'reports',
        client_id: 'reports',
        aud: issuer,
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid',
      }),
      'dpop-proof': signOwn(OWN_KEY, { ...fresh, htm: 'POST', htu: at('token') }, { typ: 'dpop+jwt', jwk }),
      assertion: signOwn(OWN_KEY, { ...fresh, iss: 'https://home.test', sub: 'a', preferred_username: 'ann', aud: issuer }),
      'odd-assertion': signOwn(OWN_KEY, { iss: 'reports', sub: {}, aud: [null, 7], exp: '9', jti: ['x'], nbf: 'x', iat: -1 }),
      'odd-proof': signOwn(
        OWN_KEY,
        { htm: {}, htu: ['x'], iat: '7', jti: null, ath: 1, nonce: {} },
        { typ: 'dpop+jwt', jwk: { ...jwk, x: 'AA', d: 'AA' } },
      ),
      'odd-request': signOwn(OWN_KEY, {
        iss: 'reports',
        aud: issuer,
        client_id: 'reports',
        response_type: [],
        redirect_uri: {},
        scope: 7,
        claims: 'x',
        max_age: {},
        request_uri: 'x',
        state: ['\u0000'],
      }),
    };
  }

  async function registrations(): Promise<Values> {
    const made = (await server.admin('POST', `/${SITE}/clients-initial-access`, { count: 1000, expiration: 600 })).json as {
      token: string;
    };
    const answer = await fetch(`${server.base}/realms/${SITE}/clients-registrations/openid-connect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [CALLBACK] }),
    });
    const client = (await answer.json()) as Json;
    return {
      'initial-access': made.token,
      'registration-access': client.registration_access_token ?? '',
      'initial-access-bearer': `Bearer ${made.token}`,
      'registration-bearer': `Bearer ${client.registration_access_token}`,
      'registered-client': client.client_id ?? '',
    };
  }

  async function links(): Promise<Values> {
    const [ann] = (await server.admin('GET', `/${SITE}/users?username=ann`)).json as { id: string }[];
    const [foreign] = (await server.admin('GET', `/${FOREIGN}/users?username=ann`)).json as { id: string }[];
    const [api] = (await server.admin('GET', `/${SITE}/clients?clientId=api`)).json as { id: string }[];
    await fetch(`${server.base}/dev/mail/api/messages`, { method: 'DELETE' });
    await server.admin('PUT', `/${SITE}/users/${ann?.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
    const all = await server.linksTo('ann@site.test', 1);
    const link = all.find((one) => one.includes('key='));
    return {
      'link-key': link === undefined ? 'none' : (new URL(link).searchParams.get('key') ?? ''),
      'foreign-user': foreign?.id ?? '',
      'site-user': ann?.id ?? '',
      'site-client': api?.id ?? '',
    };
  }

  async function renew() {
    Object.assign(values, await freshScratch(server), await tokens(), await browsers(), await pushed(), own());
    if (turn % RARELY === 0) Object.assign(values, await registrations(), await links());
    Object.assign(values, await kinds());
    turn += 1;
    const empty = Object.entries(values).filter(([, value]) => value === '' || value === 'Bearer undefined');
    if (empty.length > 0) throw new Error(`nothing live for ${empty.map(([name]) => name).join(', ')}`);
  }

  await renew();
  const jwks = (await (await fetch(at('certs'))).json()) as { keys: { use?: string; kty: string }[] };
  const key = jwks.keys.find(({ use, kty }) => use === 'sig' && kty === 'RSA');
  return {
    names: Object.keys(values).filter((name) => !IDS.includes(name) && name !== 'password' && name !== 'admin-bearer'),
    ids: IDS,
    publicKey: createPublicKey({ key: key as import('node:crypto').JsonWebKey, format: 'jwk' }),
    get: (name) => values[name] ?? `nothing called ${name}`,
    renew,
  };
}
