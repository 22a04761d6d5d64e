import { type Answer, send } from './http-client.ts';
import type { RunningServer } from './server.ts';

export type TokenAnswer = Answer & { readonly json: Record<string, unknown> };

/** A form post to the token endpoint of a realm. */
export async function tokenRequest(
  server: Pick<RunningServer, 'local'>,
  realm: string,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  return (await send(`${server.local}/realms/${realm}/protocol/openid-connect/token`, { method: 'POST', form })) as TokenAnswer;
}

export function passwordGrant(
  server: Pick<RunningServer, 'local'>,
  realm: string,
  username: string,
  password: string,
  more: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  return tokenRequest(server, realm, { grant_type: 'password', username, password, scope: 'openid', ...more });
}

export function refresh(
  server: Pick<RunningServer, 'local'>,
  realm: string,
  refreshToken: string,
  client: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  return tokenRequest(server, realm, { grant_type: 'refresh_token', refresh_token: refreshToken, ...client });
}
