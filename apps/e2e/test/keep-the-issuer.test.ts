import { createHmac, createPrivateKey, createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACME_API, ACME_EXPORT, ACME_OLD_BASE, PASSWORDS } from '../src/acme.ts';
import { send } from '../src/http-client.ts';
import { readPage } from '../src/page.ts';
import { newDataDir, type RunningServer, removeDataDir, runCommand, startServer } from '../src/server.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

type Component = { readonly name: string; readonly config: Readonly<Record<string, readonly string[]>> };
const realm = JSON.parse(readFileSync(ACME_EXPORT, 'utf8'));
const component = (name: string) =>
  (realm.components['org.keycloak.keys.KeyProvider'] as Component[]).find((entry) => entry.name === name)!;
const issuer = `${ACME_OLD_BASE}/realms/acme`;
const alice = (realm.users as { id: string; username: string }[]).find((user) => user.username === 'alice')!.id;
const now = Math.floor(Date.now() / 1000);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

let server: RunningServer;
let kid: string;
const dataDir = newDataDir();

beforeAll(async () => {
  const imported = await runCommand(['import', ACME_EXPORT], { dataDir });
  if (imported.code !== 0) throw new Error(imported.stderr);
  server = await startServer({ command: 'start', dataDir, env: { ANTEROOM_HOSTNAME: ACME_OLD_BASE } });
  const keys = (await send(`${server.local}/realms/acme/protocol/openid-connect/certs`)).json as {
    keys: { kid: string; use: string; alg: string }[];
  };
  kid = keys.keys.find((key) => key.use === 'sig')!.kid;
}, 60_000);

afterAll(async () => {
  await server?.stop();
  removeDataDir(dataDir);
});

/** A token as the old server signed it, with the exported private key. */
function oldToken(claims: object): string {
  const pem = component('rsa-generated').config.privateKey![0]!;
  const key = createPrivateKey({
    key: Buffer.from(pem, 'base64'),
    format: 'der',
    type: pem.startsWith('MIIEv') || pem.startsWith('MIIEw') ? 'pkcs8' : 'pkcs1',
  });
  const input = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode({ iss: issuer, iat: now - 10, exp: now + 600, jti: randomUUID(), ...claims })}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key).toString('base64url')}`;
}

/** A refresh token as the old server signed it, with the exported HMAC key. */
function oldRefreshToken(): string {
  const { secret, kid: id } = component('hmac-generated-hs512').config;
  const input = `${encode({ alg: 'HS512', typ: 'JWT', kid: id![0] })}.${encode({ iss: issuer, aud: issuer, iat: now - 10, exp: now + 600, jti: randomUUID(), sub: alice, typ: 'Refresh', azp: 'acme-api', sid: 'oldsessionoldsessionolds', scope: 'openid' })}`;
  return `${input}.${createHmac('sha512', Buffer.from(secret![0]!, 'base64url')).update(input).digest('base64url')}`;
}

/** A link as Keycloak mailed it: its claims, signed with the exported HMAC key. */
function oldLink(username: string, claims: Readonly<Record<string, unknown>> = {}): string {
  const { secret, kid: id } = component('hmac-generated-hs512').config;
  const user = (realm.users as { id: string; username: string; email?: string }[]).find((one) => one.username === username)!;
  const ids = { jti: randomUUID(), nonce: randomUUID(), sub: user.id, eml: user.email };
  const action = { typ: 'execute-actions', azp: 'account', rqac: ['UPDATE_PASSWORD'] };
  const body = { iss: issuer, aud: issuer, iat: now - 10, exp: now + 600, ...ids, ...action, ...claims };
  const input = `${encode({ alg: 'HS512', typ: 'JWT', kid: id![0] })}.${encode(body)}`;
  return `${input}.${createHmac('sha512', Buffer.from(secret![0]!, 'base64url')).update(input).digest('base64url')}`;
}

const introspect = async (token: string) =>
  (await send(`${server.local}/realms/acme/protocol/openid-connect/token/introspect`, { method: 'POST', form: { token, ...ACME_API } }))
    .json;

describe('with the issuer of the old server', () => {
  it('keeps the issuer and serves the exported key', async () => {
    const { json } = await send(`${server.local}/realms/acme/.well-known/openid-configuration`);
    expect((json as { issuer: string }).issuer).toBe(issuer);
    const fresh = await passwordGrant(server, 'acme', 'alice', PASSWORDS.alice!, ACME_API);
    expect(JSON.parse(Buffer.from(String(fresh.json.access_token).split('.')[0]!, 'base64url').toString()).kid).toBe(kid);
  });

  it('accepts an id_token_hint that the old server signed', async () => {
    const hint = oldToken({ aud: 'acme-spa', azp: 'acme-spa', sub: alice, typ: 'ID', sid: 'oldsessionoldsessionolds' });
    const answer = await send(`${server.local}/realms/acme/protocol/openid-connect/logout?id_token_hint=${hint}`);
    expect([answer.status, readPage(answer.text).text]).toEqual([200, expect.stringContaining('You are logged out')]);
  });

  it("finds a client-credentials token of the old server active, and a session's token inactive", async () => {
    const service = (realm.users as { id: string; serviceAccountClientId?: string }[]).find(
      (user) => user.serviceAccountClientId === 'acme-api',
    )!.id;
    const common = { aud: ['acme-api', 'account'], azp: 'acme-api', typ: 'Bearer', scope: 'profile email' };
    expect(await introspect(oldToken({ ...common, sub: service, jti: `trrtcc:${randomUUID()}`, client_id: 'acme-api' }))).toMatchObject({
      active: true,
    });
    expect(await introspect(oldToken({ ...common, sub: alice, jti: `onrtro:${randomUUID()}`, sid: 'oldsessionoldsessionolds' }))).toEqual({
      active: false,
    });
  });

  it('answers a refresh token of the old server with "Session not active"', async () => {
    const answer = await refresh(server, 'acme', oldRefreshToken(), ACME_API);
    expect([answer.status, answer.json.error, answer.json.error_description]).toEqual([400, 'invalid_grant', 'Session not active']);
  });

  it('opens and completes a link that the old server mailed, once', async () => {
    const key = oldLink('alice');
    const address = `${server.local}/realms/acme/login-actions/action-token`;
    const page = await send(`${address}?${new URLSearchParams({ key, client_id: 'account', tab_id: 'of-the-old-server' })}`);
    expect([page.status, readPage(page.text).text]).toEqual([200, expect.stringContaining('Update Password')]);
    const password = 'Moved-pw-2026!Long';
    const form = { key, execution: 'UPDATE_PASSWORD', 'password-new': password, 'password-confirm': password };
    const done = await send(address, { method: 'POST', form });
    expect(readPage(done.text).text).toContain('Your account has been updated.');
    expect((await passwordGrant(server, 'acme', 'alice', password, ACME_API)).status).toBe(200);
    const again = await send(address, { method: 'POST', form });
    expect([again.status, readPage(again.text).text]).toEqual([400, expect.stringContaining('already been used')]);
    // Those of before the new password are dead, as they would be here; an altered one never was one.
    expect((await send(`${address}?key=${oldLink('alice')}`)).status).toBe(400);
    expect((await send(`${address}?key=${key.slice(0, -3)}AAA`)).status).toBe(400);
    expect((await send(`${address}?key=${oldLink('alice', { exp: now - 5 })}`)).status).toBe(400);
  });
});
