import type { AdminClient } from '../admin.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { type Answer, CookieJar, send } from '../http-client.ts';
import { atNode } from '../installation/at-node.ts';
import type { RunningServer } from '../server.ts';
import { passwordGrant, refresh, tokenRequest } from '../tokens.ts';
import type { Patience } from './patience.ts';

export type Node = Pick<RunningServer, 'local'>;

/** A session, as the one who has it sees it. */
export interface Session {
  readonly number: number;
  refreshToken: string;
  accessToken: string;
}

/** What went wrong, in words; `unsure` when an earlier try may have done what a later one was refused. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'unsure' }
  | { readonly kind: 'wrong'; readonly what: string };

const USERS = 40;
const userOf = (number: number) => `person-${number % USERS}`;
const wrong = (what: string, answer: Answer) =>
  ({ kind: 'wrong', what: `${what}: ${answer.status} ${answer.text.slice(0, 200)}` }) as const;

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

export interface OpenLogin {
  /** Posts the form at a node; the code, and where it is redeemed. */
  issue(there: Node): Promise<{ redeem(node: Node): Promise<Answer> }>;
  finish(there: Node): Promise<Outcome<Session>>;
}

/** What people do; each waits when the server asks for it. */
export function createPeopleAt(patience: Patience) {
  const endpoint = (node: Node, path: string) => `${node.local}/realms/${DEMO}/protocol/openid-connect/${path}`;
  const sessionOf = (number: number, { json }: Answer): Outcome<Session> => {
    const tokens = json as { readonly refresh_token: string; readonly access_token: string };
    return { kind: 'done', value: { number, refreshToken: tokens.refresh_token, accessToken: tokens.access_token } };
  };

  const openLogin = async (here: Node, number: number): Promise<OpenLogin> => {
    const jar = new CookieJar();
    const flow = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    const { action } = await patience.done(() => openForm(flow, jar));
    if (action === null) throw new Error('single sign-on was not expected');
    const issue: OpenLogin['issue'] = async (there) => {
      const callback = await patience.done(() => postForm(atNode(there, action), userOf(number), DEMO_PASSWORD, jar));
      return {
        redeem: (node) =>
          tokenRequest(node, DEMO, {
            grant_type: 'authorization_code',
            code: callback.searchParams.get('code') ?? '',
            redirect_uri: `${new URL(flow.url).searchParams.get('redirect_uri')}`,
            code_verifier: flow.verifier,
            ...SHOP,
          }),
      };
    };
    return {
      issue,
      finish: async (there) => {
        const code = await issue(there);
        const { answer, again } = await patience.served(() => code.redeem(here));
        if (answer.status === 200) return sessionOf(number, answer);
        return again ? { kind: 'unsure' } : wrong(`login ${number}`, answer);
      },
    };
  };

  return {
    openLogin,

    /** Every other one by the pages, with the form opened at one node and posted to the other. */
    logIn: async (here: Node, there: Node, number: number): Promise<Outcome<Session>> => {
      if (number % 2 === 1) return (await openLogin(here, number)).finish(there);
      const { answer } = await patience.served(() => passwordGrant(here, DEMO, userOf(number), DEMO_PASSWORD, SHOP));
      return answer.status === 200 ? sessionOf(number, answer) : wrong(`login ${number}`, answer);
    },

    /** The realm forgives that a token is used again after an answer that did not come. */
    renew: async (node: Node, session: Session): Promise<Outcome<Session>> => {
      const { answer } = await patience.served(() => refresh(node, DEMO, session.refreshToken, SHOP));
      return answer.status === 200 ? sessionOf(session.number, answer) : wrong(`refresh of ${session.number}`, answer);
    },

    logOut: async (node: Node, session: Session): Promise<Outcome<null>> => {
      const { answer, again } = await patience.served(() =>
        send(endpoint(node, 'logout'), { method: 'POST', form: { refresh_token: session.refreshToken, ...SHOP } }),
      );
      return answer.status === 204 || again ? { kind: 'done', value: null } : wrong(`logout of ${session.number}`, answer);
    },

    revoke: async (node: Node, token: string): Promise<Outcome<null>> => {
      const { answer } = await patience.served(() => send(endpoint(node, 'revoke'), { method: 'POST', form: { token, ...SHOP } }));
      return answer.status === 200 ? { kind: 'done', value: null } : wrong('revocation', answer);
    },

    isActive: async (node: Node, token: string): Promise<boolean> => {
      const { answer } = await patience.served(() =>
        send(endpoint(node, 'token/introspect'), { method: 'POST', form: { token, ...SHOP } }),
      );
      if (answer.status !== 200) throw new Error(`introspection: ${answer.status} ${answer.text.slice(0, 200)}`);
      return (answer.json as { readonly active: boolean }).active;
    },

    /** A token of the client itself: a revocation of it is a record of its own. */
    clientToken: async (node: Node): Promise<string> => {
      const { answer } = await patience.served(() => tokenRequest(node, DEMO, { grant_type: 'client_credentials', ...SHOP }));
      return String(answer.json.access_token);
    },

    /** Whether the right password of the demo realm is refused. */
    isLocked: async (node: Node, user: string): Promise<boolean> => {
      const { answer } = await patience.served(() => passwordGrant(node, DEMO, user, DEMO_PASSWORD, SHOP));
      if (answer.status !== 200 && answer.status !== 401 && answer.status !== 400) throw new Error(`login of ${user}: ${answer.status}`);
      return answer.status !== 200;
    },

    tryWrongPassword: async (node: Node, user: string): Promise<void> => {
      await patience.served(() => passwordGrant(node, DEMO, user, 'wrong', SHOP));
    },
  };
}

export type People = ReturnType<typeof createPeopleAt>;
