import { expect } from '@jest/globals';
import { decodeJwt } from 'jose';
import { send } from './http-client.ts';
import type { RunningServer } from './server.ts';
import { refresh, type TokenAnswer } from './tokens.ts';

interface Client extends Readonly<Record<string, string>> {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Tokens of a sign-in that kept nothing: an access token and an ID token with the person's claims, and no word of a session. */
export function expectTransientTokens({ status, json }: TokenAnswer, username: string): void {
  expect(status).toBe(200);
  const claims = decodeJwt(String(json.access_token));
  expect(json).not.toHaveProperty('refresh_token');
  expect(json).not.toHaveProperty('session_state');
  expect(claims).not.toHaveProperty('sid');
  expect(decodeJwt(String(json.id_token))).not.toHaveProperty('sid');
  expect(claims.jti).toMatch(/^trrt/);
  expect(claims).toMatchObject({ preferred_username: username, email: `${username}@demo.test` });
}

/** Nobody can look up, use or renew such a token. */
export async function expectNothingBehind(
  server: Pick<RunningServer, 'local'>,
  realm: string,
  token: string,
  client: Client,
): Promise<void> {
  const base = `${server.local}/realms/${realm}/protocol/openid-connect`;
  const introspected = await send(`${base}/token/introspect`, { method: 'POST', form: { token, ...client } });
  expect(introspected.json).toEqual({ active: false });
  expect((await send(`${base}/userinfo`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  expect((await refresh(server, realm, token, client)).json.error_description).toBe('Invalid refresh token');
}
