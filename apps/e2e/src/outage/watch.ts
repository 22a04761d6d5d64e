import { readFileSync } from 'node:fs';
import { codeFlow } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { type Answer, send } from '../http-client.ts';
import { ADMIN, type RunningServer } from '../server.ts';
import { refresh, tokenRequest } from '../tokens.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** A caller that was told to come back does; sooner than it was told, so that an outage is worth looking at. */
const PAUSE_MS = 150;

/** What callers of all kinds were answered while they went on asking. */
export interface Watched {
  readonly asked: number;
  /** Statuses by kind of caller. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Answers that no caller should get, in words. */
  readonly wrong: readonly string[];
  /** Milliseconds of the slowest answer, and to whom. */
  readonly slowest: { readonly ms: number; readonly kind: string };
  /** Refresh tokens whose answer came, newest of each session: they must still work. */
  readonly refreshTokens: readonly string[];
}

export interface Watch {
  /** What the callers had at the beginning. */
  readonly tokens: { readonly access: string; readonly refresh: string; readonly admin: string };
  /** Resolves when `more` answers of this status have come from every kind of caller since now. */
  seen(status: number, more: number): Promise<void>;
  stop(): Promise<Watched>;
}

/**
 * Callers of every kind, each of which asks again as soon as it was answered: whatever the stores do, an answer is a success or a `503`
 * with `Retry-After` in the shape of its place.
 */
export async function startWatch(server: RunningServer, callersOfAKind: number): Promise<Watch> {
  const endpoint = (path: string) => `${server.local}/realms/${DEMO}/protocol/openid-connect/${path}`;
  const authorization = await administrator(server);
  const sessions = await Promise.all(Array.from({ length: callersOfAKind }, () => logIn(server)));
  const tokens = sessions.map(({ refreshToken }) => refreshToken);
  const extra: string[] = [];

  const kinds: Readonly<Record<string, (caller: number) => Promise<Answer>>> = {
    refresh: async (caller) => {
      const answer = await refresh(server, DEMO, tokens[caller] ?? '', SHOP);
      if (answer.status === 200) tokens[caller] = String(answer.json.refresh_token);
      return answer;
    },
    login: async () => {
      const answer = await tokenRequest(server, DEMO, {
        grant_type: 'password',
        username: 'ann',
        password: DEMO_PASSWORD,
        scope: 'openid',
        ...SHOP,
      });
      if (answer.status === 200 && extra.length < 500) extra.push(String(answer.json.refresh_token));
      return answer;
    },
    introspection: (caller) =>
      send(endpoint('token/introspect'), { method: 'POST', form: { token: sessions[caller]?.accessToken ?? '', ...SHOP } }),
    userinfo: (caller) => send(endpoint('userinfo'), { headers: { authorization: `Bearer ${sessions[caller]?.accessToken}` } }),
    page: () => send(codeFlow(server, DEMO, { id: SHOP.client_id }).url, { headers: HTML }),
    admin: () => send(`${server.local}/admin/realms/${DEMO}/users?max=1`, { headers: authorization }),
  };

  let running = true;
  let asked = 0;
  let slowest = { ms: 0, kind: '' };
  const wrong: string[] = [];
  const statuses = new Map<string, Map<number, number>>(Object.keys(kinds).map((kind) => [kind, new Map()]));
  const timesOf = (kind: string, status: number) => statuses.get(kind)?.get(status) ?? 0;

  const caller = async (kind: string, ask: () => Promise<Answer>) => {
    while (running) {
      const began = performance.now();
      const answer = await ask();
      const ms = performance.now() - began;
      if (ms > slowest.ms) slowest = { ms, kind: `${kind} ${answer.status}` };
      asked += 1;
      statuses.get(kind)?.set(answer.status, timesOf(kind, answer.status) + 1);
      if (answer.status === 503) {
        const complaint = unfriendly(kind, answer);
        if (complaint !== null) wrong.push(`${kind}: ${complaint}: ${answer.text.slice(0, 200)}`);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      } else if (answer.status >= 500) wrong.push(`${kind}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  };
  const work = Object.entries(kinds).flatMap(([kind, ask]) =>
    Array.from({ length: callersOfAKind }, (_, at) => caller(kind, () => ask(at))),
  );

  return {
    tokens: {
      access: sessions[0]?.accessToken ?? '',
      refresh: sessions[0]?.refreshToken ?? '',
      admin: authorization.authorization.slice('Bearer '.length),
    },
    async seen(status, more) {
      const before = new Map(Object.keys(kinds).map((kind) => [kind, timesOf(kind, status)]));
      const done = () => [...before].every(([kind, count]) => timesOf(kind, status) >= count + more);
      while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async stop() {
      running = false;
      await Promise.all(work);
      return { asked, statuses, wrong, slowest, refreshTokens: [...tokens, ...extra] };
    },
  };
}

/** What is wrong with the way a caller was told to come back; null when nothing is. */
function unfriendly(kind: string, { headers, text, json }: Answer): string | null {
  if (!/^[1-9]\d?$/.test(headers.get('retry-after') ?? '')) return 'no Retry-After';
  if (kind === 'page') return /We are sorry/.test(text) && /text\/html/.test(headers.get('content-type') ?? '') ? null : 'no page';
  return (json as { error?: string } | undefined)?.error === 'temporarily_unavailable' ? null : 'not the error of its place';
}

async function logIn(server: RunningServer) {
  const { status, json, text } = await tokenRequest(server, DEMO, {
    grant_type: 'password',
    username: 'ben',
    password: DEMO_PASSWORD,
    scope: 'openid',
    ...SHOP,
  });
  if (status !== 200) throw new Error(`login before the outage: ${status} ${text}`);
  return { accessToken: String(json.access_token), refreshToken: String(json.refresh_token) };
}

async function administrator(server: RunningServer): Promise<{ readonly authorization: string }> {
  const { json } = await tokenRequest(server, 'master', { grant_type: 'password', client_id: 'admin-cli', ...ADMIN });
  return { authorization: `Bearer ${json.access_token}` };
}

/** Health of a node by the names of its checks. */
export async function readiness(
  server: RunningServer,
): Promise<{ readonly status: number; readonly checks: Readonly<Record<string, string>> }> {
  const { status, json } = await send(`${server.local}/health/ready`);
  const { checks } = json as { checks: readonly { name: string; status: string }[] };
  return { status, checks: Object.fromEntries(checks.map((check) => [check.name, check.status])) };
}

/** Resident memory of a process in megabytes. */
export function memoryOf(server: RunningServer): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
