import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, DESK, SHOP } from '../demo-realm.ts';
import { type Answer, CookieJar, send } from '../http-client.ts';
import type { RunningServer } from '../server.ts';
import { passwordGrant, refresh } from '../tokens.ts';
import { atNode } from './at-node.ts';

type Node = Pick<RunningServer, 'local'>;

/**
 * A login at one node whose fruits are used at once at another: introspection, user info, refresh, single sign-on; then a logout there,
 * looked at from here. Gives what was not as it must be, in words.
 */
export async function crossNodeTrip(here: Node, there: Node, round: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  const expected = (holds: boolean, step: string, answer: Answer) => {
    if (!holds) wrong.push(`round ${round}: ${step}: ${answer.status} ${answer.text.slice(0, 200)}`);
  };
  const user = round % 2 === 0 ? 'ann' : 'ben';
  const endpoint = (node: Node, path: string) => `${node.local}/realms/${DEMO}/protocol/openid-connect/${path}`;
  const introspect = (node: Node, token: unknown) =>
    send(endpoint(node, 'token/introspect'), { method: 'POST', form: { token: String(token), ...SHOP } });

  const jar = new CookieJar();
  const login =
    round % 3 === 0 ? await passwordGrant(here, DEMO, user, DEMO_PASSWORD, SHOP) : await loginByPages(here, there, user, jar, round);
  expected(login.status === 200, 'login', login);
  if (login.status !== 200) return wrong;

  const looked = await introspect(there, login.json.access_token);
  expected((looked.json as { active?: boolean } | undefined)?.active === true, 'introspection', looked);
  const info = await send(endpoint(there, 'userinfo'), { headers: { authorization: `Bearer ${login.json.access_token}` } });
  expected(info.status === 200 && (info.json as { preferred_username?: string }).preferred_username === user, 'user info', info);
  const refreshed = await refresh(there, DEMO, String(login.json.refresh_token), SHOP);
  expected(refreshed.status === 200, 'refresh', refreshed);

  if (jar.get('KEYCLOAK_IDENTITY') !== undefined) {
    const desk = codeFlow(there, DEMO, { id: DESK.client_id, secret: DESK.client_secret });
    const { callback } = await openForm(desk, jar);
    if (callback === null) wrong.push(`round ${round}: single sign-on: a form was shown`);
    else {
      const tokens = await desk.redeem(callback);
      expected(tokens.status === 200, 'single sign-on', tokens);
    }
  } else if (round % 3 !== 0) wrong.push(`round ${round}: no single sign-on cookie was set`);

  const out = await send(endpoint(there, 'logout'), {
    method: 'POST',
    form: { refresh_token: String(refreshed.json.refresh_token), ...SHOP },
  });
  expected(out.status === 204, 'logout', out);
  const ended = await introspect(here, refreshed.json.access_token);
  expected((ended.json as { active?: boolean } | undefined)?.active === false, 'introspection after the logout', ended);
  return wrong;
}

/** By the pages; in every other round the form is opened at one node and posted to the other, and the code is redeemed where it was not issued. */
async function loginByPages(here: Node, there: Node, user: string, jar: CookieJar, round: number) {
  const flow = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(flow, jar);
  if (action === null) throw new Error('single sign-on was not expected');
  const callback = await postForm(atNode(round % 2 === 0 ? here : there, action), user, DEMO_PASSWORD, jar);
  return flow.redeem(callback);
}
