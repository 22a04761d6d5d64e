import { CALLBACK_ORIGIN } from '../browser.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { FormLogin } from '../form-login.ts';
import { CookieJar, send } from '../http-client.ts';
import { atNode } from '../installation/at-node.ts';
import { fieldValue, readPage } from '../page.ts';
import type { Race, RaceAnswer } from '../race.ts';
import type { RunningServer } from '../server.ts';
import { passwordGrant } from '../tokens.ts';
import { totp } from '../totp.ts';
import { factorSecret, factorUser, hotpCode, hotpUser } from './race-realm.ts';

type Node = Pick<RunningServer, 'local' | 'base'>;

export interface RaceStage {
  /** Half of the racers ask one, half the other. */
  readonly nodes: readonly Node[];
  readonly race: Race;
}

const isGranted = ({ status }: RaceAnswer): boolean => status === 200;

/** Winners, answers of 5xx (or none at all) and everybody else. */
export function tally(
  answers: readonly RaceAnswer[],
  isWon = isGranted,
): { readonly won: number; readonly failed: number; readonly refused: number } {
  const won = answers.filter(isWon).length;
  const failed = answers.filter(({ status }) => status >= 500 || status === 0).length;
  return { won, failed, refused: answers.length - won - failed };
}

const tokenEndpoints = (nodes: readonly Node[]) => nodes.map((node) => `${node.local}/realms/${DEMO}/protocol/openid-connect/token`);

/** Everybody redeems the same code. */
export async function raceForCode({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const jar = new CookieJar();
  const flow = codeFlow(nodes[0]!, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
  const { action } = await openForm(flow, jar);
  const callback = await postForm(atNode(nodes[0]!, action!), 'ann', DEMO_PASSWORD, jar);
  return race.run(tokenEndpoints(nodes), {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code')!,
    redirect_uri: `${CALLBACK_ORIGIN}/cb`,
    code_verifier: flow.verifier,
    ...SHOP,
  });
}

/** Says yes to the question that a browser is shown at an address. */
async function accept(node: Node, question: URL, jar: CookieJar): Promise<void> {
  const shown = await send(atNode(node, question.href), { jar });
  const form = { code: fieldValue(shown.text, 'code') ?? '', accept: 'on' };
  await send(atNode(node, new URL(readPage(shown.text).action!, question).href), { method: 'POST', form, jar });
}

/** Everybody polls for the same request, which its person has said yes to in a browser where they were signed in. */
export async function raceForAuthentication({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const node = nodes[0]!;
  const realm = `${node.local}/realms/${DEMO}`;
  const jar = new CookieJar();
  const { action } = await openForm(codeFlow(node, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret }), jar);
  await postForm(atNode(node, action!), 'ann', DEMO_PASSWORD, jar);
  const asked = { scope: 'openid', login_hint: 'ann', ...SHOP };
  const begun = await send(`${realm}/protocol/openid-connect/ext/ciba/auth`, { method: 'POST', form: asked });
  const found = await send(`${realm}/authentication-requests`, { jar });
  await accept(node, new URL(found.headers.get('location') ?? '', node.base), jar);
  const { auth_req_id } = begun.json as { readonly auth_req_id: string };
  return race.run(tokenEndpoints(nodes), { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id, ...SHOP });
}

/** Everybody polls with the same device code, of a device that its person has let in. */
export async function raceForDevice({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const node = nodes[0]!;
  const realm = `${node.local}/realms/${DEMO}`;
  const begun = await send(`${realm}/protocol/openid-connect/auth/device`, { method: 'POST', form: { scope: 'openid', ...SHOP } });
  const codes = begun.json as { readonly device_code: string; readonly user_code: string };
  const jar = new CookieJar();
  const typed = await send(`${realm}/device`, { method: 'POST', form: { device_user_code: codes.user_code }, jar });
  const question = await postForm(atNode(node, readPage(typed.text).action!), 'ann', DEMO_PASSWORD, jar);
  await accept(node, question, jar);
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: codes.device_code };
  return race.run(tokenEndpoints(nodes), { ...grant, ...SHOP });
}

/** Everybody uses the same refresh token of a realm where each is good once. */
export async function raceForRefresh({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const tokens = await passwordGrant(nodes[0]!, DEMO, 'ann', DEMO_PASSWORD, SHOP);
  return race.run(tokenEndpoints(nodes), { grant_type: 'refresh_token', refresh_token: String(tokens.json.refresh_token), ...SHOP });
}

/** Everybody signs in with the same code of a second factor. */
export function raceForFactor({ nodes, race }: RaceStage, round: number): Promise<readonly RaceAnswer[]> {
  return race.run(tokenEndpoints(nodes), {
    grant_type: 'password',
    username: factorUser(round),
    password: DEMO_PASSWORD,
    totp: totp(factorSecret(round)),
    ...SHOP,
  });
}

/** Everybody signs in with the same code of a counter. */
export function raceForCounter({ nodes, race }: RaceStage, round: number): Promise<readonly RaceAnswer[]> {
  const who = { username: hotpUser(round), password: DEMO_PASSWORD, totp: hotpCode(round) };
  return race.run(tokenEndpoints(nodes), { grant_type: 'password', ...who, ...SHOP });
}

/** So many browsers stand at the page of the second factor, half of them at each node, and post the same code. */
export async function raceAtPage(
  { nodes, race }: RaceStage,
  username: string,
  code: Readonly<Record<string, string>>,
): Promise<readonly RaceAnswer[]> {
  const logins = await Promise.all(
    Array.from({ length: race.count }, async (_, index) => {
      const node = nodes[index % nodes.length]!;
      const login = await FormLogin.begin(node);
      await login.post({ username, password: DEMO_PASSWORD, credentialId: '' }, atNode(node, login.action));
      return { url: atNode(node, login.action), headers: { cookie: login.jar.header() } };
    }),
  );
  return race.run(
    logins.map(({ url }) => url),
    code,
    logins.map(({ headers }) => headers),
  );
}
