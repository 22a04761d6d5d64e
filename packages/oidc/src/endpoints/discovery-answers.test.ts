import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { Client } from '@anteroom/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, type CryptoKey, decodeProtectedHeader, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { createNewSigningKey, type KeyModel } from '../keys/new-signing-key.ts';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { testCertificate } from '../test-rig/test-certificate.ts';
import { randomIds } from '../test-rig/test-clock.ts';
import { authUrl, CALLBACK, claimsOf, codeOf, pkcePair, signIn, TOKEN } from '../test-rig/walks.ts';

const CLIENT = 'acme-api';
const SECRET = 'a-secret-of-64-bytes-so-that-every-hmac-algorithm-may-be-used-...';
const PAR = '/realms/acme/protocol/openid-connect/ext/par/request';
const SUBJECT = { CN: 'rp.test' };
const HMAC = /^HS/;

type Form = Readonly<Record<string, string>>;
type Check = (value: string) => Promise<void>;

/** A key pair of a client for each kind of algorithm. */
const pairFor = (type: 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'ed25519') => {
  const { privateKey, publicKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : type === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: type });
  return { privateKey: privateKey as KeyObject, jwk: (publicKey as KeyObject).export({ format: 'jwk' }) as JWK };
};
const kindOf = (alg: string) =>
  alg === 'EdDSA'
    ? 'ed25519'
    : alg.startsWith('ES')
      ? ({ ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const)[alg as 'ES256']
      : 'rsa';

describe('what discovery names', () => {
  let rig: FullRig;
  let document: Readonly<Record<string, unknown>>;
  let certificate: Awaited<ReturnType<typeof testCertificate>>;
  const pairs = Object.fromEntries((['rsa', 'P-256', 'P-384', 'P-521', 'ed25519'] as const).map((type) => [type, pairFor(type)]));
  const pairOf = (alg: string) => pairs[kindOf(alg)]!;
  const list = (name: string) => (document[name] ?? []) as readonly string[];
  const now = () => Math.floor(rig.clock.now().getTime() / 1000);

  const open = (client: Client): Client => ({
    ...client,
    secret: SECRET,
    standardFlowEnabled: true,
    implicitFlowEnabled: true,
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    optionalClientScopes: [...client.optionalClientScopes, 'profile', 'email', 'address', 'phone', 'offline_access', 'microprofile-jwt'],
    attributes: {
      ...client.attributes,
      'use.jwks.string': 'true',
      'jwks.string': JSON.stringify({ keys: Object.values(pairs).map(({ jwk }) => jwk) }),
      'oauth2.device.authorization.grant.enabled': 'true',
      'oidc.ciba.grant.enabled': 'true',
      'standard.token.exchange.enabled': 'true',
      'x509.subjectdn': 'CN=rp.test',
    },
  });
  let original: Client;
  const change = (more: Partial<Client>, attributes: Form = {}) =>
    rig.changeClient(CLIENT, { ...more, attributes: { ...original.attributes, ...attributes } });

  beforeAll(async () => {
    const newKey = createNewSigningKey({ ids: randomIds, clock: { now: () => new Date() } });
    const like = (type: KeyModel['type'], algorithm: string) =>
      newKey({ id: 'acme', name: 'acme' }, { type, algorithm, priority: 50, publicKey: null });
    const components = await Promise.all([like('EC', 'ES256'), like('EC', 'ES512'), like('OKP', 'EdDSA'), like('RSA', 'PS256')]);
    certificate = await testCertificate(SUBJECT);
    rig = await startFullRig({ components, client: (client) => (client.clientId === CLIENT ? open(client) : client) });
    original = rig.clients.get(CLIENT)!;
    document = await (await fetch(`${rig.issuer}/.well-known/openid-configuration`)).json();
  });
  afterAll(() => rig.close());
  beforeEach(() => void rig.clients.set(CLIENT, original));

  const send = async (path: string, form: Form, headers: Form = {}) => {
    const response = await fetch(new URL(path, rig.base), { method: 'POST', body: new URLSearchParams(form), headers });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const own: Form = { client_id: CLIENT, client_secret: SECRET };
  const grant = (form: Form, headers: Form = {}) => send(TOKEN, { ...own, ...form }, headers);
  const password = () => grant({ grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid' });
  const answerOf = async (parameters: Form) => {
    const browser = createBrowser(rig.base);
    return signIn(browser, await browser.go(authUrl(parameters)));
  };
  const assertion = (alg: string) => {
    const jwt = new SignJWT({ iss: CLIENT, sub: CLIENT, aud: rig.issuer, iat: now(), exp: now() + 60, jti: randomUUID() });
    return jwt.setProtectedHeader({ alg }).sign(HMAC.test(alg) ? Buffer.from(SECRET) : pairOf(alg).privateKey);
  };
  const asserted = async (alg: string): Promise<Form> => {
    change({ clientAuthenticatorType: HMAC.test(alg) ? 'client-secret-jwt' : 'client-jwt' });
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(alg),
    };
  };

  const AUTHENTICATION: Readonly<Record<string, () => Promise<readonly [Form, Form]>>> = {
    client_secret_basic: async () => [{}, { authorization: `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}` }],
    client_secret_post: async () => [own, {}],
    client_secret_jwt: async () => [await asserted('HS256'), {}],
    private_key_jwt: async () => [await asserted('ES256'), {}],
    tls_client_auth: async () => {
      change({ clientAuthenticatorType: 'client-x509' });
      return [{ client_id: CLIENT }, { 'x-test-certificate': certificate.der.toString('base64') }];
    },
  };
  const at = (path: string, more: Form) => ({
    method: async (value: string) => {
      const [form, headers] = await AUTHENTICATION[value]!();
      expect([path, value, (await send(path, { ...more, ...form }, headers)).status]).toEqual([path, value, 200]);
    },
    algorithm: async (value: string) => {
      const form = await asserted(value);
      expect([path, value, (await send(path, { ...more, ...form })).status]).toEqual([path, value, 200]);
    },
  });
  const token = at(TOKEN, { grant_type: 'client_credentials' });
  const introspection = at('/realms/acme/protocol/openid-connect/token/introspect', { token: 'x' });
  const revocation = at('/realms/acme/protocol/openid-connect/revoke', { token: 'x' });

  const GRANTS: Readonly<Record<string, () => Promise<{ readonly status: number; readonly body: { readonly error?: string } }>>> = {
    authorization_code: async () => grant({ grant_type: 'authorization_code', redirect_uri: CALLBACK, code: codeOf(await answerOf({})) }),
    client_credentials: () => grant({ grant_type: 'client_credentials' }),
    password,
    refresh_token: async () => grant({ grant_type: 'refresh_token', refresh_token: (await password()).body.refresh_token }),
    'urn:ietf:params:oauth:grant-type:token-exchange': async () =>
      grant({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: (await password()).body.access_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }),
    'urn:ietf:params:oauth:grant-type:jwt-bearer': async () => {
      const key = pairOf('ES256');
      const publicKeySignatureVerifier = JSON.stringify({ keys: [key.jwk] });
      const config = { issuer: 'https://other.test', jwtAuthorizationGrantEnabled: 'true', publicKeySignatureVerifier };
      rig.commit([{ kind: 'put-identity-provider', provider: { alias: 'o', internalId: 'o', providerId: 'oidc', enabled: true, config } }]);
      rig.changeUser('alice', { extra: { federatedIdentities: [{ identityProvider: 'o', userId: 'a', userName: 'a' }] } });
      change({}, { 'oauth2.jwt.authorization.grant.enabled': 'true', 'oauth2.jwt.authorization.grant.idp': 'o' });
      const claims = {
        iss: 'https://other.test',
        sub: 'a',
        preferred_username: 'alice',
        aud: rig.issuer,
        exp: now() + 60,
        jti: randomUUID(),
      };
      const assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(key.privateKey);
      return grant({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    },
    implicit: async () => {
      const done = await answerOf({ response_type: 'token', nonce: 'n' });
      return { status: done.location?.hash.includes('access_token=') ? 200 : 400, body: {} };
    },
  };
  const PENDING: Readonly<Record<string, () => Promise<Form>>> = {
    'urn:ietf:params:oauth:grant-type:device_code': async () => ({
      device_code: (await send('/realms/acme/protocol/openid-connect/auth/device', { ...own, scope: 'openid' })).body.device_code,
    }),
    'urn:openid:params:grant-type:ciba': async () => ({
      auth_req_id: (await send('/realms/acme/protocol/openid-connect/ext/ciba/auth', { ...own, scope: 'openid', login_hint: 'alice' })).body
        .auth_req_id,
    }),
  };

  const headerIn = (jwt: string) => decodeProtectedHeader(jwt);
  const signs =
    (attribute: string, jwtOf: () => Promise<string>): Check =>
    async (value) => {
      change({}, { [attribute]: value });
      expect(headerIn(await jwtOf()).alg).toBe(value);
    };
  const encrypts =
    (attribute: string, jwtOf: () => Promise<string>, part: 'alg' | 'enc'): Check =>
    async (value) => {
      change({}, { [`${attribute}.alg`]: part === 'alg' ? value : 'RSA-OAEP', [`${attribute}.enc`]: part === 'enc' ? value : 'A256GCM' });
      expect(headerIn(await jwtOf())[part]).toBe(value);
    };
  const idToken = async () => String((await password()).body.id_token);
  const userinfo = async () => {
    const { access_token } = (await password()).body;
    const response = await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    return response.text();
  };
  const signedAnswer = async () => (await answerOf({ response_mode: 'query.jwt' })).location?.searchParams.get('response') ?? '';

  const pushObject = async (object: string) => (await send(PAR, { ...own, request: object })).status;
  const requestClaims = () => ({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    aud: rig.issuer,
    iss: CLIENT,
  });
  const sealed = async (alg: string, enc: string) => {
    const { keys } = (await (await fetch(`${rig.issuer}/protocol/openid-connect/certs`)).json()) as { keys: readonly JWK[] };
    const key = keys.find((one) => one.use === 'enc')!;
    const object = await new SignJWT(requestClaims()).setProtectedHeader({ alg: 'ES256' }).sign(pairOf('ES256').privateKey);
    const publicKey = (await importJWK(key, alg)) as CryptoKey;
    return new CompactEncrypt(Buffer.from(object)).setProtectedHeader({ alg, enc }).encrypt(publicKey);
  };
  const reaches =
    (methods: readonly string[]): Check =>
    async (url) => {
      const statuses = await Promise.all(methods.map(async (method) => (await fetch(url, { method, redirect: 'manual' })).status));
      expect([url, ...statuses].filter((status) => status === 404 || status === 405 || Number(status) >= 500)).toEqual([]);
    };
  const endpoint = reaches(['POST']);
  const page = reaches(['GET']);

  /** How each member is tried, value by value. */
  const CHECKS: Readonly<Record<string, Check>> = {
    authorization_endpoint: reaches(['GET', 'POST']),
    token_endpoint: endpoint,
    introspection_endpoint: endpoint,
    userinfo_endpoint: reaches(['GET', 'POST']),
    end_session_endpoint: reaches(['GET', 'POST']),
    jwks_uri: page,
    check_session_iframe: page,
    registration_endpoint: endpoint,
    revocation_endpoint: endpoint,
    device_authorization_endpoint: endpoint,
    backchannel_authentication_endpoint: endpoint,
    pushed_authorization_request_endpoint: endpoint,
    mtls_endpoint_aliases: async (url) => (url.endsWith('/userinfo') ? page(url) : endpoint(url)),
    grant_types_supported: async (value) => {
      const direct = GRANTS[value];
      if (direct !== undefined) return void expect([value, (await direct()).status]).toEqual([value, 200]);
      const { body } = await grant({ grant_type: value, ...(await PENDING[value]!()) });
      expect([value, body.error]).toEqual([value, 'authorization_pending']);
    },
    response_types_supported: async (value) => {
      const { location } = await answerOf({ response_type: value, nonce: 'n' });
      const answered = new URLSearchParams(location?.hash ? location.hash.slice(1) : location?.search);
      const wanted = { code: 'code', token: 'access_token', id_token: 'id_token', none: 'state' } as const;
      for (const part of value.split(' ')) expect([value, answered.get(wanted[part as 'code'])]).toEqual([value, expect.any(String)]);
    },
    response_modes_supported: async (value) => {
      const { location, page: shown } = await answerOf({ response_mode: value });
      const parameters = value.startsWith('form_post')
        ? new URLSearchParams(shown?.view.kind === 'form-post' ? shown.view.fields : {})
        : new URLSearchParams(value.startsWith('fragment') ? location?.hash.slice(1) : location?.search);
      expect([value, parameters.get(value.endsWith('jwt') ? 'response' : 'code')]).toEqual([value, expect.any(String)]);
    },
    id_token_signing_alg_values_supported: signs('id.token.signed.response.alg', idToken),
    userinfo_signing_alg_values_supported: signs('user.info.response.signature.alg', userinfo),
    authorization_signing_alg_values_supported: signs('authorization.signed.response.alg', signedAnswer),
    id_token_encryption_alg_values_supported: encrypts('id.token.encrypted.response', idToken, 'alg'),
    id_token_encryption_enc_values_supported: encrypts('id.token.encrypted.response', idToken, 'enc'),
    userinfo_encryption_alg_values_supported: encrypts('user.info.encrypted.response', userinfo, 'alg'),
    userinfo_encryption_enc_values_supported: encrypts('user.info.encrypted.response', userinfo, 'enc'),
    authorization_encryption_alg_values_supported: encrypts('authorization.encrypted.response', signedAnswer, 'alg'),
    authorization_encryption_enc_values_supported: encrypts('authorization.encrypted.response', signedAnswer, 'enc'),
    token_endpoint_auth_methods_supported: token.method,
    token_endpoint_auth_signing_alg_values_supported: token.algorithm,
    introspection_endpoint_auth_methods_supported: introspection.method,
    introspection_endpoint_auth_signing_alg_values_supported: introspection.algorithm,
    revocation_endpoint_auth_methods_supported: revocation.method,
    revocation_endpoint_auth_signing_alg_values_supported: revocation.algorithm,
    request_object_signing_alg_values_supported: async (alg) => {
      const jwt = new SignJWT(requestClaims()).setProtectedHeader({ alg });
      const key = HMAC.test(alg) ? Buffer.from(SECRET) : alg === 'none' ? null : pairOf(alg).privateKey;
      const object = key === null ? new UnsecuredJWT(requestClaims()).encode() : await jwt.sign(key);
      expect([alg, await pushObject(object)]).toEqual([alg, 201]);
    },
    request_object_encryption_alg_values_supported: async (alg) =>
      expect([alg, await pushObject(await sealed(alg, 'A256GCM'))]).toEqual([alg, 201]),
    request_object_encryption_enc_values_supported: async (enc) =>
      expect([enc, await pushObject(await sealed('RSA-OAEP', enc))]).toEqual([enc, 201]),
    dpop_signing_alg_values_supported: async (alg) => {
      const { privateKey, jwk } = pairOf(alg);
      const proof = await new SignJWT({ htm: 'POST', htu: `${rig.base}${TOKEN}`, iat: now(), jti: randomUUID() })
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk })
        .sign(privateKey);
      expect([alg, (await grant({ grant_type: 'client_credentials' }, { dpop: proof })).body.token_type]).toEqual([alg, 'DPoP']);
    },
    code_challenge_methods_supported: async (method) => {
      const { verifier, challenge } = pkcePair();
      const shown = method === 'plain' ? verifier : challenge;
      const code = codeOf(await answerOf({ code_challenge: shown, code_challenge_method: method }));
      const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, code_verifier: verifier };
      expect([method, (await grant(form)).status]).toEqual([method, 200]);
    },
    prompt_values_supported: async (prompt) => {
      const { browser } = { browser: createBrowser(rig.base) };
      await signIn(browser, await browser.go(authUrl()));
      const shown = await browser.go(authUrl({ prompt }));
      if (prompt === 'none') expect(shown.location?.searchParams.get('code')).toEqual(expect.any(String));
      else if (prompt === 'login') expect(shown.page?.view.kind).toBe('login');
      else expect([prompt, shown.status]).toEqual(['consent', 302]);
    },
    scopes_supported: async (scope) => {
      change({ optionalClientScopes: [...list('scopes_supported')].filter((name) => !original.defaultClientScopes.includes(name)) });
      const { location } = await answerOf({ scope: scope === 'openid' ? scope : `openid ${scope}` });
      expect([scope, location?.searchParams.get('error')]).toEqual([scope, null]);
    },
    claims_supported: async (claim) => {
      const code = codeOf(await answerOf({ scope: 'openid profile email', nonce: 'n' }));
      const { body } = await grant({ grant_type: 'authorization_code', redirect_uri: CALLBACK, code });
      expect(Object.keys(claimsOf(body.id_token))).toContain(claim);
    },
    acr_values_supported: async (acr) => expect([acr, codeOf(await answerOf({ acr_values: acr })).length > 20]).toEqual([acr, true]),
    subject_types_supported: async (type) => {
      const mapper = {
        id: 'p',
        name: 'p',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-sha256-pairwise-sub-mapper',
        config: { pairwiseSubAlgorithmSalt: 's' },
      };
      if (type === 'pairwise') change({ protocolMappers: [...original.protocolMappers, mapper] });
      const sub = claimsOf(await idToken()).sub;
      expect(sub === rig.users.get('alice')?.id).toBe(type === 'public');
    },
    backchannel_token_delivery_modes_supported: async (mode) => {
      change({}, { 'ciba.backchannel.token.delivery.mode': mode });
      const { status } = await send('/realms/acme/protocol/openid-connect/ext/ciba/auth', { ...own, scope: 'openid', login_hint: 'bob' });
      expect([mode, status]).toEqual([mode, 200]);
    },
  };

  /** Facts rather than choices; their own tests are beside what they speak of. */
  const FACTS = [
    'issuer',
    'claim_types_supported',
    'claims_parameter_supported',
    'request_parameter_supported',
    'request_uri_parameter_supported',
    'require_request_uri_registration',
    'tls_client_certificate_bound_access_tokens',
    'frontchannel_logout_supported',
    'frontchannel_logout_session_supported',
    'backchannel_logout_supported',
    'backchannel_logout_session_supported',
    'require_pushed_authorization_requests',
    'authorization_response_iss_parameter_supported',
  ];

  it('B004: is tried here member by member, and nothing else is named', () => {
    expect(Object.keys(document).sort()).toEqual([...Object.keys(CHECKS), ...FACTS].sort());
  });

  it('B004: answers, every endpoint, grant, method, algorithm and mode of it', async () => {
    let tried = 0;
    for (const [name, check] of Object.entries(CHECKS)) {
      const member = document[name];
      const values = Array.isArray(member) ? member : typeof member === 'object' ? Object.values(member ?? {}) : [member];
      for (const value of values) {
        rig.clients.set(CLIENT, original);
        await check(String(value));
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(150);
  }, 120_000);

  it('B004: is all there is: values of the standards that it does not name are refused', async () => {
    for (const value of ['urn:ietf:params:oauth:grant-type:uma-ticket', 'urn:ietf:params:oauth:grant-type:saml2-bearer', 'x'])
      expect((await grant({ grant_type: value })).body.error).toBe('unsupported_grant_type');
    for (const type of ['code foo', 'none code', 'device'])
      expect((await answerOfError({ response_type: type })).get('error')).toBe('unsupported_response_type');
    expect((await answerOfError({ response_mode: 'web_message' })).get('error')).toBe('invalid_request');
    expect((await answerOfError({ scope: 'openid nonsense' })).get('error')).toBe('invalid_scope');
    expect((await answerOfError({ code_challenge: 'x'.repeat(43), code_challenge_method: 'S512' })).get('error')).toBe('invalid_request');
    for (const alg of ['HS256', 'ES256K', 'RS1', 'none']) {
      const head = Buffer.from(JSON.stringify({ alg, typ: 'dpop+jwt', jwk: pairOf('ES256').jwk })).toString('base64url');
      const body = Buffer.from(JSON.stringify({ htm: 'POST', htu: `${rig.base}${TOKEN}`, iat: now(), jti: randomUUID() })).toString(
        'base64url',
      );
      const { error } = (await grant({ grant_type: 'client_credentials' }, { dpop: `${head}.${body}.AAAA` })).body;
      expect([alg, error]).toEqual([alg, 'invalid_dpop_proof']);
    }
    change({ clientAuthenticatorType: 'client-jwt' });
    const unsigned = new UnsecuredJWT({ iss: CLIENT, sub: CLIENT, aud: rig.issuer, exp: now() + 60, jti: randomUUID() }).encode();
    const form = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: unsigned };
    expect((await send(TOKEN, { grant_type: 'client_credentials', ...form })).status).toBe(401);
    rig.clients.set(CLIENT, original);
    change({}, { 'id.token.encrypted.response.alg': 'RSA1_5' });
    expect((await password()).status).toBeGreaterThanOrEqual(400);
    change({}, { 'ciba.backchannel.token.delivery.mode': 'ping' });
    const ping = await send('/realms/acme/protocol/openid-connect/ext/ciba/auth', { ...own, scope: 'openid', login_hint: 'bob' });
    expect(ping.body.error).toBe('invalid_request');
  });

  const answerOfError = async (parameters: Form) =>
    (await createBrowser(rig.base).go(authUrl(parameters))).location?.searchParams ?? new URLSearchParams();
});
