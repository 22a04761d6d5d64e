import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, AUTH, authUrl, CALLBACK, claimsOf, codeOf, logIn, pkcePair, TOKEN } from '../test-rig/walks.ts';

interface Pair {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}
const newPair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) as JWK };
};

describe('tokens bound to a key (DPoP)', () => {
  let rig: FullRig;
  const pair = newPair();
  beforeAll(async () => {
    rig = await startFullRig();
  });
  afterAll(() => rig.close());

  const now = () => Math.floor(rig.clock.now().getTime() / 1000);
  const proof = (claims: object = {}, header: object = {}, { privateKey, jwk }: Pair = pair) =>
    new SignJWT({ htm: 'POST', htu: `${rig.base}${TOKEN}`, iat: now(), jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
      .sign(privateKey);
  const ask = async (form: Readonly<Record<string, string>>, dpop?: string) => {
    const response = await fetch(new URL(TOKEN, rig.base), {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: dpop === undefined ? {} : { dpop },
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const PASSWORD = { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid', ...API };
  const userinfo = async (scheme: string, token: string, dpop?: string) => {
    const response = await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `${scheme} ${token}`, ...(dpop === undefined ? {} : { dpop }) },
    });
    return { status: response.status, challenge: response.headers.get('www-authenticate') };
  };
  const atUserinfo = (token: string, claims: object = {}, other: Pair = pair) =>
    proof(
      {
        htm: 'GET',
        htu: `${rig.issuer}/protocol/openid-connect/userinfo`,
        ath: createHash('sha256').update(token).digest('base64url'),
        ...claims,
      },
      {},
      other,
    );

  it('say so, and name the key', async () => {
    const { status, body } = await ask(PASSWORD, await proof());
    expect([status, body.token_type]).toEqual([200, 'DPoP']);
    expect(claimsOf(body.access_token).cnf).toEqual({ jkt: await calculateJwkThumbprint(pair.jwk) });
    expect((await ask(PASSWORD)).body.token_type).toBe('Bearer');
  });

  it('B110: need a proof that is right in every part', async () => {
    const refusal = async (dpop: string) => (await ask(PASSWORD, dpop)).body.error;
    const secret = { ...pair.jwk, d: pair.privateKey.export({ format: 'jwk' }).d };
    const wrong = {
      'another type': await proof({}, { typ: 'JWT' }),
      'a private key': await proof({}, { jwk: secret }),
      'another key than signed': await proof({}, { jwk: newPair().jwk }),
      'another method': await proof({ htm: 'GET' }),
      'another address': await proof({ htu: `${rig.base}/other` }),
      'no address': await proof({ htu: 7 }),
      'of yesterday': await proof({ iat: now() - 86_400 }),
      'of tomorrow': await proof({ iat: now() + 86_400 }),
      'without jti': await proof({ jti: '' }),
      'a symmetric key': await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'c2VjcmV0' } as never })
        .sign(Buffer.from('secret'.repeat(8))),
      'no JWT': 'x.y',
      'two of them': `${await proof()}, ${await proof()}`,
    };
    const answers = await Promise.all(Object.entries(wrong).map(async ([name, dpop]) => [name, await refusal(dpop)]));
    expect(answers.filter(([, error]) => error !== 'invalid_dpop_proof')).toEqual([]);
    expect((await ask(PASSWORD, await proof({ htu: `${rig.base}${TOKEN}?a=b#c` }))).status).toBe(200);
  });

  it('B111: take a proof once, however many send it at the same time', async () => {
    const same = await proof();
    const all = await Promise.all(Array.from({ length: 20 }, () => ask(PASSWORD, same)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ body }) => body.error === 'invalid_dpop_proof')).toHaveLength(19);
  });

  it('B112, B113: are worth nothing without a proof for this very token', async () => {
    const { body } = await ask(PASSWORD, await proof());
    const token = body.access_token;
    expect((await userinfo('DPoP', token, await atUserinfo(token))).status).toBe(200);
    expect((await userinfo('Bearer', token)).status).toBe(401);
    expect((await userinfo('DPoP', token)).status).toBe(401);
    expect(await userinfo('DPoP', token, await atUserinfo('another'))).toMatchObject({
      status: 401,
      challenge: expect.stringMatching(/^DPoP error="invalid_dpop_proof"/),
    });
    expect((await userinfo('DPoP', token, await atUserinfo(token, {}, newPair()))).status).toBe(401);
    const plain = (await ask(PASSWORD)).body.access_token;
    expect((await userinfo('DPoP', plain, await atUserinfo(plain))).status).toBe(401);
    const form = await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      method: 'POST',
      body: new URLSearchParams({ access_token: token }),
    });
    expect(form.status).toBe(401);
  });

  it('B114: come for a code only to the key that the request named', async () => {
    const dpop_jkt = await calculateJwkThumbprint(pair.jwk);
    const redeem = (code: string, dpop?: string) => ask({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...API }, dpop);
    const own = (await logIn(rig, { dpop_jkt })).code;
    expect((await redeem(own, await proof())).body.token_type).toBe('DPoP');
    expect((await redeem((await logIn(rig, { dpop_jkt })).code, await proof({}, {}, newPair()))).body.error).toBe('invalid_grant');
    expect((await redeem((await logIn(rig, { dpop_jkt })).code)).body.error).toBe('invalid_grant');
    const odd = await createBrowser(rig.base).go(authUrl({ dpop_jkt: 'short' }));
    expect(odd.location?.searchParams.get('error')).toBe('invalid_request');
  });

  it('B114: come for a pushed request only to the key that pushed it', async () => {
    const par = `${rig.issuer}/protocol/openid-connect/ext/par/request`;
    const pushed = await fetch(par, {
      method: 'POST',
      body: new URLSearchParams({ ...API, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }),
      headers: { dpop: await proof({ htu: par }) },
    });
    const { request_uri } = (await pushed.json()) as { request_uri: string };
    const { browser } = await logIn(rig);
    const done = await browser.go(`${AUTH}?${new URLSearchParams({ client_id: 'acme-api', request_uri })}`);
    const form = { grant_type: 'authorization_code', code: codeOf(done), redirect_uri: CALLBACK, ...API };
    expect((await ask(form, await proof({}, {}, newPair()))).body.error).toBe('invalid_grant');
  });

  it('B115: a public client refreshes with the key of its first proof only', async () => {
    const { verifier, challenge } = pkcePair();
    const { code } = await logIn(rig, { client_id: 'acme-spa', code_challenge: challenge, code_challenge_method: 'S256' });
    const spa = { client_id: 'acme-spa' };
    const first = await ask(
      { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: CALLBACK, ...spa },
      await proof(),
    );
    const again = (dpop?: string) => ask({ grant_type: 'refresh_token', refresh_token: first.body.refresh_token, ...spa }, dpop);
    expect((await again()).body.error).toBe('invalid_grant');
    expect((await again(await proof({}, {}, newPair()))).body.error).toBe('invalid_grant');
    expect((await again(await proof())).body.token_type).toBe('DPoP');
  });

  it('B116: ask for a nonce of this server where that is switched on, and take it for some minutes', async () => {
    const { attributes } = rig.realm().realm;
    rig.changeRealm({ attributes: { ...attributes, 'dpop.nonce.required': 'true' } });
    const first = await ask(PASSWORD, await proof());
    expect([first.status, first.body.error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = first.headers.get('dpop-nonce')!;
    expect((await ask(PASSWORD, await proof({ nonce }))).status).toBe(200);
    expect((await ask(PASSWORD, await proof({ nonce: 'invented' }))).body.error).toBe('use_dpop_nonce');
    rig.clock.advance(1_200);
    expect((await ask(PASSWORD, await proof({ nonce }))).body.error).toBe('use_dpop_nonce');
    rig.changeRealm({ attributes });
  });

  it('are all that a client gets that is registered for them', async () => {
    const { attributes } = rig.clients.get('acme-api')!;
    rig.changeClient('acme-api', { attributes: { ...attributes, 'dpop.bound.access.tokens': 'true' } });
    expect((await ask(PASSWORD)).body).toEqual({ error: 'invalid_dpop_proof', error_description: 'DPoP proof is missing' });
    expect((await ask(PASSWORD, await proof())).status).toBe(200);
    rig.changeClient('acme-api', { attributes });
  });
});
