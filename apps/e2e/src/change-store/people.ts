import type { AdminClient } from '../admin.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { type Answer, CookieJar, send } from '../http-client.ts';
import { atNode } from '../installation/at-node.ts';
import type { RunningServer } from '../server.ts';
import { passwordGrant, refresh, tokenRequest } from '../tokens.ts';

export type Node = Pick<RunningServer, 'local'>;

/** A session, as the one who has it sees it. */
export interface Session {
  readonly number: number;
  refreshToken: string;
  accessToken: string;
}

const USERS = 40;
const userOf = (number: number) => `person-${number % USERS}`;

/** Users enough that nobody waits for another login of the same one. */
export async function createPeople(admin: AdminClient): Promise<void> {
  for (let number = 0; number < USERS; number += 1) {
    await admin.must('POST', `/${DEMO}/users`, {
      username: userOf(number),
      enabled: true,
      email: `${userOf(number)}@demo.test`,
      emailVerified: true,
      firstName: 'Some',
      lastName: 'Person',
      credentials: [{ type: 'password', value: DEMO_PASSWORD, temporary: false }],
    });
  }
}

export function endpoint(node: Node, path: string): string {
  return `${node.local}/realms/${DEMO}/protocol/openid-connect/${path}`;
}

/** Every other one by the pages, with the form opened at one node and posted to the other. The session, or what went wrong. */
export async function logIn(here: Node, there: Node, number: number): Promise<Session | string> {
  try {
    const answer =
      number % 2 === 0 ? await passwordGrant(here, DEMO, userOf(number), DEMO_PASSWORD, SHOP) : await byPages(here, there, number);
    return answer.status === 200 ? sessionOf(number, answer) : `login ${number}: ${answer.status} ${answer.text.slice(0, 200)}`;
  } catch (error) {
    return `login ${number}: ${error}`;
  }
}

/** A login whose form is open; `finish` posts it and redeems the code at the other node. */
export async function openLogin(here: Node, number: number): Promise<{ finish(there: Node): Promise<Session | string> }> {
  const jar = new CookieJar();
  const flow = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(flow, jar);
  if (action === null) throw new Error('single sign-on was not expected');
  return {
    finish: async (there) => {
      try {
        const callback = await postForm(atNode(there, action), userOf(number), DEMO_PASSWORD, jar);
        const answer = await flow.redeem(callback);
        return answer.status === 200 ? sessionOf(number, answer) : `open login ${number}: ${answer.status} ${answer.text.slice(0, 200)}`;
      } catch (error) {
        return `open login ${number}: ${error}`;
      }
    },
  };
}

/** A code that was issued and not redeemed; `redeem` tries it at a node. */
export async function issueCode(here: Node, number: number): Promise<{ redeem(there: Node): Promise<Answer> }> {
  const jar = new CookieJar();
  const flow = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(flow, jar);
  const code = (await postForm(action ?? '', userOf(number), DEMO_PASSWORD, jar)).searchParams.get('code') ?? '';
  return {
    redeem: (there) =>
      tokenRequest(there, DEMO, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: `${new URL(flow.url).searchParams.get('redirect_uri')}`,
        code_verifier: flow.verifier,
        ...SHOP,
      }),
  };
}

async function byPages(here: Node, there: Node, number: number): Promise<Answer> {
  const jar = new CookieJar();
  const flow = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(flow, jar);
  if (action === null) throw new Error('single sign-on was not expected');
  return flow.redeem(await postForm(atNode(there, action), userOf(number), DEMO_PASSWORD, jar));
}

function sessionOf(number: number, answer: Answer): Session {
  const tokens = answer.json as { readonly refresh_token: string; readonly access_token: string };
  return { number, refreshToken: tokens.refresh_token, accessToken: tokens.access_token };
}

/** Null when it was refreshed. */
export async function renew(node: Node, session: Session): Promise<string | null> {
  const answer = await refresh(node, DEMO, session.refreshToken, SHOP);
  if (answer.status !== 200) return `refresh of ${session.number}: ${answer.status} ${answer.text.slice(0, 200)}`;
  Object.assign(session, { refreshToken: answer.json.refresh_token, accessToken: answer.json.access_token });
  return null;
}

export async function logOut(node: Node, session: Session): Promise<string | null> {
  const answer = await send(endpoint(node, 'logout'), { method: 'POST', form: { refresh_token: session.refreshToken, ...SHOP } });
  return answer.status === 204 ? null : `logout of ${session.number}: ${answer.status} ${answer.text.slice(0, 200)}`;
}

export async function revoke(node: Node, token: string): Promise<string | null> {
  const answer = await send(endpoint(node, 'revoke'), { method: 'POST', form: { token, ...SHOP } });
  return answer.status === 200 ? null : `revocation: ${answer.status} ${answer.text.slice(0, 200)}`;
}

export async function isActive(node: Node, token: string): Promise<boolean> {
  const answer = await send(endpoint(node, 'token/introspect'), { method: 'POST', form: { token, ...SHOP } });
  if (answer.status !== 200) throw new Error(`introspection: ${answer.status} ${answer.text.slice(0, 200)}`);
  return (answer.json as { readonly active: boolean }).active;
}

/** A token of the client itself: a revocation of it is a record of its own. */
export async function clientToken(node: Node): Promise<string> {
  const answer = await tokenRequest(node, DEMO, { grant_type: 'client_credentials', ...SHOP });
  return String(answer.json.access_token);
}
