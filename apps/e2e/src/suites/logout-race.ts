import type { AdminClient } from '../admin.ts';
import { CALLBACK_ORIGIN } from '../browser.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, DESK, SHOP } from '../demo-realm.ts';
import { type Answer, CookieJar, send } from '../http-client.ts';
import { atNode } from '../installation/at-node.ts';
import type { RunningServer } from '../server.ts';
import { refresh, type TokenAnswer } from '../tokens.ts';

type Node = Pick<RunningServer, 'local'>;
type Client = typeof SHOP;

export interface LogoutRound {
  /** What still worked after the logout was acknowledged, and every answer of 5xx, in words. */
  readonly wrong: readonly string[];
  /** How many of the calls that raced were served; the others came after the end of the session. */
  readonly served: number;
}

const endpoint = (node: Node, path: string) => `${node.local}/realms/${DEMO}/protocol/openid-connect/${path}`;

/**
 * A session with everything it may have (tokens, a second client's code that nobody redeemed, a browser's cookie), ended at one node while
 * the other is asked to refresh, to redeem and to sign on with it. Then everything that anybody holds of it is tried once more.
 */
export async function logoutRace(here: Node, there: Node, admin: AdminClient, round: number): Promise<LogoutRound> {
  const wrong: string[] = [];
  const jar = new CookieJar();
  const shop = codeFlow(here, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(shop, jar);
  const tokens = await shop.redeem(await postForm(atNode(here, action!), 'ann', DEMO_PASSWORD, jar));
  const desk = codeFlow(there, DEMO, { id: DESK.client_id, secret: DESK.client_secret });
  const code = (await openForm(desk, copyOf(jar))).callback!;
  const before = copyOf(jar);

  const logOut = () => endSession(here, admin, round, tokens, jar);
  const calls: (() => Promise<readonly [Client, Answer] | null>)[] = [
    async () => [SHOP, await refresh(there, DEMO, String(tokens.json.refresh_token), SHOP)],
    async () => [DESK, await desk.redeem(code)],
    () => signOn(there, copyOf(before)),
    () => signOn(here, copyOf(before)),
  ];
  // Who is sent first changes from round to round.
  const order = [...calls.slice(round % calls.length), ...calls.slice(0, round % calls.length)];
  const half = round % (calls.length + 1);
  const racing = order.slice(0, half).map((call) => call());
  const ending = logOut();
  racing.push(...order.slice(half).map((call) => call()));
  const out = await ending;
  if (out.status >= 400) wrong.push(`round ${round}: the logout was answered ${out.status} ${out.text.slice(0, 160)}`);
  const answers = (await Promise.all(racing)).filter((answer) => answer !== null);

  for (const [, answer] of answers)
    if (answer.status >= 500) wrong.push(`round ${round}: a call was answered ${answer.status} ${answer.text.slice(0, 160)}`);
  const held = [[SHOP, tokens] as const, ...answers.filter(([, answer]) => answer.status === 200)];
  for (const node of [there, here]) {
    for (const [client, answer] of held) wrong.push(...(await stillWorking(node, client, answer)).map((what) => `round ${round}: ${what}`));
    const again = codeFlow(node, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    if ((await openForm(again, copyOf(before))).callback !== null) wrong.push(`round ${round}: the cookie signs on again`);
  }
  if ((await desk.redeem(code)).status === 200) wrong.push(`round ${round}: the code is redeemed after the logout`);
  return { wrong, served: held.length - 1 };
}

/** By the refresh token, by the browser, or by an administrator. */
async function endSession(node: Node, admin: AdminClient, round: number, tokens: TokenAnswer, jar: CookieJar): Promise<Answer> {
  if (round % 3 === 0)
    return send(endpoint(node, 'logout'), { method: 'POST', form: { refresh_token: String(tokens.json.refresh_token), ...SHOP } });
  if (round % 3 === 1) {
    const query = new URLSearchParams({ id_token_hint: String(tokens.json.id_token), post_logout_redirect_uri: `${CALLBACK_ORIGIN}/bye` });
    return send(`${endpoint(node, 'logout')}?${query}`, { jar });
  }
  return admin.call('DELETE', `/${DEMO}/sessions/${tokens.json.session_state}`);
}

/** Single sign-on, and the redemption of its code; null when a form was shown. */
async function signOn(node: Node, jar: CookieJar): Promise<readonly [Client, Answer] | null> {
  const flow = codeFlow(node, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { callback } = await openForm(flow, jar);
  return callback === null ? null : [SHOP, await flow.redeem(callback)];
}

async function stillWorking(node: Node, client: Client, answer: Answer): Promise<readonly string[]> {
  const { access_token: access, refresh_token: refreshToken } = answer.json as Record<string, string>;
  const found: string[] = [];
  const looked = await send(endpoint(node, 'token/introspect'), { method: 'POST', form: { token: access!, ...client } });
  if ((looked.json as { active?: boolean }).active !== false) found.push(`an access token of ${client.client_id} is active`);
  if ((await send(endpoint(node, 'userinfo'), { headers: { authorization: `Bearer ${access}` } })).status !== 401)
    found.push(`an access token of ${client.client_id} gives user info`);
  if ((await refresh(node, DEMO, refreshToken!, client)).status !== 400) found.push(`a refresh token of ${client.client_id} refreshes`);
  return found;
}

function copyOf(jar: CookieJar): CookieJar {
  const copy = new CookieJar();
  for (const name of jar.names()) copy.set(name, jar.get(name)!);
  return copy;
}
