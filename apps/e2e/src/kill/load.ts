import { CALLBACK_ORIGIN } from '../browser.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { CookieJar, send, UnexpectedAnswer } from '../http-client.ts';
import { refresh, tokenRequest } from '../tokens.ts';
import { KILL_CLIENT, KILL_PASSWORD, KILL_REALM, LOCK_AFTER } from './kill-realm.ts';
import type { Ledger } from './ledger.ts';

const endpoint = (local: string, path: string) => `${local}/realms/${KILL_REALM}/protocol/openid-connect/${path}`;
let counter = 0;
const next = () => {
  counter += 1;
  return counter;
};

/** While the server or what it stands on is away, it is asked again after so long. */
const PAUSE_MS = 20;

export interface LoadResult {
  /** Rounds that were begun. */
  readonly begun: number;
  /** Answers of 5xx that were no "come back later", in words. */
  readonly serverErrors: readonly string[];
}

/**
 * Workers that log in, redeem, refresh, log out, revoke and get locked until told to end. Every acknowledged step is in the
 * ledger before the next one begins; steps whose answer never came are not (but that they were begun is, where it matters).
 */
export async function loadUntil(
  server: { readonly local: string },
  ledger: Ledger,
  workers: number,
  end: Promise<unknown>,
): Promise<LoadResult> {
  let running = true;
  let begun = 0;
  const serverErrors: string[] = [];
  const stop = () => {
    running = false;
  };
  end.then(stop, stop);
  const work = async (index: number) => {
    while (running) {
      try {
        begun += 1;
        await oneRound(server, ledger, `user${next() % 20}`, index);
      } catch (error) {
        // Killed or refused under this request: its outcome is unknown, and nothing of it was promised.
        if (error instanceof UnexpectedAnswer && error.status >= 500 && (error.status !== 503 || error.retryAfter === null))
          serverErrors.push(error.message);
        if (running) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => work(index)));
  return { begun, serverErrors };
}

async function oneRound(server: { readonly local: string }, ledger: Ledger, user: string, worker: number): Promise<void> {
  const id = `${process.pid}-${next()}`;
  if (worker === 0 && counter % 5 === 0) return lockSomebody(server, ledger, id);
  const jar = new CookieJar();
  const flow = codeFlow(server, KILL_REALM, { id: KILL_CLIENT.client_id, secret: KILL_CLIENT.client_secret });
  const stored = { url: flow.url, verifier: flow.verifier };
  const opened = await openForm(flow, jar);
  if (opened.action === null) throw new Error('single sign-on was not expected');
  ledger.write({ kind: 'half-finished', id, action: opened.action, cookies: cookiesOf(jar), user, flow: stored });
  if (counter % 4 === 0) return;
  ledger.write({ kind: 'posting', id });
  const callback = await postForm(opened.action, user, KILL_PASSWORD, jar);
  if (!callback.href.startsWith(CALLBACK_ORIGIN)) throw new Error(`sent to ${callback.href}`);
  const code = callback.searchParams.get('code')!;
  ledger.write({ kind: 'code', id, code, flow: stored });
  if (counter % 5 === 0) return;
  ledger.write({ kind: 'redeeming', id });
  const tokens = await flow.redeemCode(code);
  if (tokens.status !== 200) throw new UnexpectedAnswer('code refused', tokens);
  ledger.write({
    kind: 'session',
    id,
    access: String(tokens.json.access_token),
    refresh: String(tokens.json.refresh_token),
    cookies: cookiesOf(jar),
  });
  const again = await refresh(server, KILL_REALM, String(tokens.json.refresh_token), KILL_CLIENT);
  if (again.status !== 200) throw new UnexpectedAnswer('refresh refused', again);
  ledger.write({ kind: 'refreshed', id, refresh: String(again.json.refresh_token), access: String(again.json.access_token) });
  if (counter % 3 === 0) {
    ledger.write({ kind: 'ending', id });
    const out = await send(endpoint(server.local, 'logout'), {
      method: 'POST',
      form: { refresh_token: String(again.json.refresh_token), ...KILL_CLIENT },
    });
    if (out.status !== 204) throw new UnexpectedAnswer('logout', out);
    ledger.write({ kind: 'logged-out', id });
  } else if (counter % 3 === 1) {
    const access = String(again.json.access_token);
    const out = await send(endpoint(server.local, 'revoke'), { method: 'POST', form: { token: access, ...KILL_CLIENT } });
    if (out.status !== 200) throw new UnexpectedAnswer('revocation', out);
    ledger.write({ kind: 'revoked', id, access });
  }
}

/** The last four users exist to be locked. */
async function lockSomebody(server: { readonly local: string }, ledger: Ledger, id: string): Promise<void> {
  const user = `user${20 + (counter % 4)}`;
  for (let attempt = 0; attempt < LOCK_AFTER; attempt++) {
    const answer = await tokenRequest(server, KILL_REALM, { grant_type: 'password', username: user, password: 'wrong', ...KILL_CLIENT });
    if (answer.status !== 400) throw new UnexpectedAnswer('a wrong password', answer);
  }
  ledger.write({ kind: 'locked', id, user });
}

function cookiesOf(jar: CookieJar): Record<string, string> {
  return Object.fromEntries(jar.names().map((name) => [name, jar.get(name)!]));
}
