import { CALLBACK_ORIGIN } from '../browser.ts';
import { CookieJar, send } from '../http-client.ts';
import { readPage } from '../page.ts';
import { passwordGrant, refresh, tokenRequest } from '../tokens.ts';
import { KILL_CLIENT, KILL_PASSWORD, KILL_REALM } from './kill-realm.ts';
import type { Acknowledged, LedgerEntry, StoredFlow } from './ledger.ts';
import { patiently } from './patiently.ts';

export interface PromiseCounts {
  halfFinished: number;
  /** Logins that were finished without anybody hearing of it, long ago: their form begins a new one. */
  finishedUnheard: number;
  codes: number;
  sessions: number;
  refreshTokens: number;
  logouts: number;
  revocations: number;
  lockouts: number;
  redeemedTwice: number;
  /** What did not hold, in words. */
  readonly broken: string[];
}

type Of<K extends Acknowledged['kind']> = Extract<LedgerEntry, { kind: K }>;

export function noCounts(): PromiseCounts {
  return {
    halfFinished: 0,
    finishedUnheard: 0,
    codes: 0,
    sessions: 0,
    refreshTokens: 0,
    logouts: 0,
    revocations: 0,
    lockouts: 0,
    redeemedTwice: 0,
    broken: [],
  };
}

/** Adds up what several rounds have shown; `round` heads what was broken in it. */
export function addCounts(total: PromiseCounts, counts: PromiseCounts, round: string): void {
  for (const name of Object.keys(total) as (keyof PromiseCounts)[]) if (name !== 'broken') total[name] += counts[name];
  total.broken.push(...counts.broken.map((line) => `${round}: ${line}`));
}

/** Checks after the restart that everything acknowledged still holds, and that nothing works twice. */
export async function verifyPromises(server: { readonly local: string }, entries: readonly LedgerEntry[]): Promise<PromiseCounts> {
  const counts = noCounts();
  const of = <K extends Acknowledged['kind']>(kind: K) => entries.filter((entry): entry is Of<K> => entry.kind === kind);
  const ids = (kind: Acknowledged['kind']) => new Set(entries.filter((entry) => entry.kind === kind).map((entry) => entry.id));
  const ended = ids('logged-out');
  const ending = ids('ending');

  for (const entry of of('locked')) {
    const answer = await patiently(() => passwordGrant(server, KILL_REALM, entry.user, KILL_PASSWORD, KILL_CLIENT));
    counts.lockouts += 1;
    if (answer.status !== 400) counts.broken.push(`${entry.user} was locked and the right password works again`);
  }
  for (const entry of of('code')) await verifyCode(server, entry, ids('redeeming'), ids('session'), counts);
  const coded = ids('code');
  const posted = new Map(of('posting').map(({ id, at }) => [id, at]));
  for (const entry of of('half-finished')) {
    if (!coded.has(entry.id)) await verifyHalfFinished(server, entry, posted.get(entry.id) ?? null, counts);
  }
  const newest = new Map<string, { refresh: string; access: string }>();
  for (const entry of [...of('session'), ...of('refreshed')]) newest.set(entry.id, entry);
  for (const [id, tokens] of newest) {
    if (ending.has(id) && !ended.has(id)) continue;
    const answer = await patiently(() => refresh(server, KILL_REALM, tokens.refresh, KILL_CLIENT));
    if (ended.has(id)) {
      counts.logouts += 1;
      if (answer.status === 200) counts.broken.push(`session ${id} was logged out and refreshes again`);
      continue;
    }
    counts.sessions += 1;
    counts.refreshTokens += 1;
    if (answer.status !== 200) counts.broken.push(`session ${id} was acknowledged and is gone: ${answer.text}`);
  }
  for (const entry of of('revoked')) {
    counts.revocations += 1;
    const introspection = `${server.local}/realms/${KILL_REALM}/protocol/openid-connect/token/introspect`;
    const answer = await patiently(() => send(introspection, { method: 'POST', form: { token: entry.access, ...KILL_CLIENT } }));
    if ((answer.json as { active?: boolean } | undefined)?.active !== false)
      counts.broken.push(`token of ${entry.id} was revoked and is active again`);
  }
  return counts;
}

async function verifyCode(
  server: { readonly local: string },
  entry: Of<'code'>,
  redeeming: ReadonlySet<string>,
  redeemed: ReadonlySet<string>,
  counts: PromiseCounts,
): Promise<void> {
  // A redeemed code must not be tried again here: its reuse would rightly end the session that is checked below.
  if (redeemed.has(entry.id)) return;
  const unknown = redeeming.has(entry.id);
  const answers = [await redeem(server, entry.code, entry.flow), await redeem(server, entry.code, entry.flow)];
  const successes = answers.filter((answer) => answer.status === 200).length;
  if (successes > 1) {
    counts.redeemedTwice += 1;
    counts.broken.push(`code of ${entry.id} was redeemed twice`);
  }
  // Told to come back later, it may have been redeemed all the same: then its second time is rightly refused.
  if (unknown || answers.some((answer) => answer.status === 503)) return;
  counts.codes += 1;
  if (successes === 0) counts.broken.push(`code of ${entry.id} was acknowledged and is gone: ${answers[0]!.text}`);
}

/** A finished login knows its form again for a minute; later the same form begins a new login. Some seconds less, for the way there. */
const KNOWN_AGAIN_MS = 45_000;

async function verifyHalfFinished(
  server: { readonly local: string },
  entry: Of<'half-finished'>,
  /** When its form was posted, without an answer that anybody got. */
  postedAt: number | null,
  counts: PromiseCounts,
): Promise<void> {
  const jar = new CookieJar();
  for (const [name, value] of Object.entries(entry.cookies)) jar.set(name, value);
  const action = new URL(entry.action);
  const form = { username: entry.user, password: KILL_PASSWORD, credentialId: '' };
  const late = postedAt !== null && Date.now() - postedAt > KNOWN_AGAIN_MS;
  const answer = await patiently(() => send(`${server.local}${action.pathname}${action.search}`, { method: 'POST', form, jar }));
  const location = answer.headers.get('location') ?? '';
  const code = location.startsWith(CALLBACK_ORIGIN) ? new URL(location).searchParams.get('code') : null;
  if (code === null && late && answer.status === 200 && readPage(answer.text).inputs.includes('username')) {
    counts.finishedUnheard += 1;
    return;
  }
  counts.halfFinished += 1;
  if (code === null) {
    counts.broken.push(
      `half-finished login ${entry.id} was lost: ${answer.status} ${location} ${readPage(answer.text).text.slice(0, 160)}`,
    );
    return;
  }
  const tokens = await redeem(server, code, entry.flow);
  if (tokens.status !== 200 && tokens.status !== 503)
    counts.broken.push(`half-finished login ${entry.id} gave a code that is refused: ${tokens.text}`);
}

function redeem(server: { readonly local: string }, code: string, flow: StoredFlow) {
  return tokenRequest(server, KILL_REALM, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${CALLBACK_ORIGIN}/cb`,
    code_verifier: flow.verifier,
    ...KILL_CLIENT,
  });
}
