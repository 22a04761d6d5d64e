import { expect } from '@jest/globals';
import { decodeJwt } from 'jose';
import { AdminClient } from '../admin.ts';
import { DEMO, DEMO_PASSWORD } from '../demo-realm.ts';
import { FormLogin } from '../form-login.ts';
import { CookieJar } from '../http-client.ts';
import { type RunningServer, removeDataDir, startServer } from '../server.ts';
import { clientOf, createStepsRealm, type StepsRealm } from './steps-realm.ts';

/** A server with a realm of flows, and what the tests of its steps say again and again. */
export interface StepsRig {
  readonly server: RunningServer;
  readonly admin: AdminClient;
  begin(client: string, more?: Readonly<Record<string, string>>, jar?: CookieJar): Promise<FormLogin>;
  /** At the page behind the password. */
  withPassword(client: string, username: string, more?: Readonly<Record<string, string>>): Promise<FormLogin>;
  logOut(username: string): Promise<unknown>;
  stop(): Promise<void>;
}

export const answering = (username: string, password = DEMO_PASSWORD) => ({ username, password, credentialId: '' });

export const codeOf = (login: FormLogin): string | null => login.callback?.searchParams.get('code') ?? null;

export async function openSteps(realm: StepsRealm, env: Readonly<Record<string, string>> = {}): Promise<StepsRig> {
  const server = await startServer({ env });
  const admin = new AdminClient(server);
  await createStepsRealm(admin, realm);
  const begin = (client: string, more: Readonly<Record<string, string>> = {}, jar = new CookieJar()) =>
    FormLogin.begin(server, more, jar, { client: clientOf(client) });
  return {
    server,
    admin,
    begin,
    withPassword: async (client, username, more = {}) => (await begin(client, more)).post(answering(username)),
    logOut: async (username) => admin.must('POST', `/${DEMO}/users/${(await admin.findUser(DEMO, username)).id}/logout`),
    stop: async () => {
      await server.stop();
      removeDataDir(server.dataDir);
    },
  };
}

/** The application was given a code for this person; its tokens. */
export async function expectIn(login: FormLogin, username: string): Promise<Record<string, unknown>> {
  expect(codeOf(login)).toBeTruthy();
  const { json } = await login.flow.redeem(login.callback!);
  expect(decodeJwt(String(json.access_token)).preferred_username).toBe(username);
  return json;
}

/** No way on to the application, no failure of the server. */
export function expectOut(login: FormLogin): void {
  expect([codeOf(login), login.status < 500]).toEqual([null, true]);
}
