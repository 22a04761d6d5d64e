import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { InProcessServer } from '../rig/in-process-server.ts';
import { adminTargets } from './admin-targets.ts';
import { forge } from './forge.ts';
import { hostileRequests } from './generate.ts';
import { createJudge } from './judge.ts';
import { createLiving, type Living } from './living.ts';
import { sendRaw } from './raw-http.ts';
import { bytesOf, type HostileRequest, type Value } from './request.ts';
import { API, FOREIGN, PASSWORD, SITE } from './site.ts';
import { OTHER_TARGETS, PROTOCOL_TARGETS, type Target } from './surface.ts';
import type { WatchingLog } from './watching-log.ts';

export interface AttackReport {
  /** What was wrong, with the first request that showed it and how often. */
  readonly findings: readonly string[];
  readonly statuses: Readonly<Record<number, number>>;
  /** Places that were asked. */
  readonly routes: number;
  /** Megabytes of heap after a collection, when a third was through and at the end. */
  readonly heapMb: readonly [number, number];
}

const BATCH = 100;
const AT_ONCE = 8;
/** Ids and addresses that may be told and logged. */
const PUBLIC = ['session', 'tab', 'execution', 'client-data', 'registered-client', 'pushed-request', 'authentication-request', 'user-code'];

/** Sends `requests` broken requests to every place of the server, each batch with fresh tokens, and tells what was wrong with the answers. */
export async function attack({
  server,
  log,
  seed,
  requests,
}: {
  readonly server: InProcessServer;
  readonly log: WatchingLog;
  readonly seed: number;
  readonly requests: number;
}): Promise<AttackReport> {
  const living = await createLiving(server);
  const document = await (await fetch(`${server.base}/admin/openapi.json`)).json();
  const site = [...PROTOCOL_TARGETS, ...OTHER_TARGETS].map((target) => ({ ...target, places: { realm: SITE, ...target.places } }));
  const targets = [...site, ...adminTargets(document)];
  const byRoute = new Map(targets.map((target) => [target.route, target]));
  const judge = createJudge({ base: server.base, secrets: await secretsOf(server) });
  const found = new Map<string, { first: string; count: number }>();
  const note = (fault: string, example: string) => {
    const known = found.get(fault);
    if (known === undefined) found.set(fault, { first: example, count: 1 });
    else known.count += 1;
  };
  const { host, port } = new URL(server.base);
  const statuses: Record<number, number> = {};
  const hostile = fc.oneof(
    { weight: 3, arbitrary: hostileRequests(site, living.names, living.ids) },
    { weight: 2, arbitrary: hostileRequests(targets.slice(site.length), living.names, living.ids) },
  );

  async function sendOne(request: HostileRequest, from: string) {
    const bytes = bytesOf(request, host, resolverOf(living));
    for (let time = 0; time < request.times; time += 1) {
      const hangUp = request.framing === 'short' && (request.form !== null || request.json !== undefined);
      const answer = await sendRaw(Number(port), bytes, { from, hangUp });
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const fault = judge.fault(request, byRoute.get(request.route) as Target, answer);
      if (fault !== null)
        note(
          `${request.route}: ${fault}`,
          `${request.spoilt.join('; ')}\n${bytes.toString('latin1').slice(0, 1500)}\n→ ${answer.head}\n${answer.body.slice(0, 400)}`,
        );
    }
  }

  let early = 0;
  log.take();
  for (let sent = 0, batch = 0; sent < requests; sent += BATCH, batch += 1) {
    if (early === 0 && sent >= requests / 3) early = heapMb();
    const all = fc.sample(hostile, { seed: seed + batch, numRuns: Math.min(BATCH, requests - sent) });
    const queue = [...all];
    // Guesses of client secrets are counted by address: whoever attacks has many, and not the one where the good logins come from.
    const from = `127.0.0.${2 + (batch % 250)}`;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await sendOne(next, from);
      }),
    );
    const { errors, text } = log.take();
    for (const error of errors) note(`log: ${/"stack":"(.{1,300})/.exec(error)?.[1] ?? error.slice(0, 300)}`, error.slice(0, 1500));
    for (const name of living.names)
      if (!PUBLIC.includes(name) && text.includes(bare(living.get(name)))) note(`log: has ${name}`, lineWith(text, bare(living.get(name))));
    if (text.includes(PASSWORD)) note('log: has a password', lineWith(text, PASSWORD));
    for (const name in {}) note('Object.prototype was changed', name);
    await living.renew();
    log.take();
  }
  return {
    findings: [...found].map(([fault, { first, count }]) => `${fault} (${count})\n${first}`),
    statuses,
    routes: targets.length,
    heapMb: [early, heapMb()],
  };
}

const resolverOf = (living: Living) => (value: Value) => {
  if (typeof value === 'string') return value;
  const good = living.get(value.live);
  if (value.forged === undefined) return good;
  const [, scheme = '', token = good] = /^(Bearer |Basic )(.*)$/.exec(good) ?? [];
  return `${scheme}${forge(value.forged, token, living.publicKey)}`;
};

const bare = (text: string) => text.replace(/^(Bearer|Basic) /, '');
const lineWith = (text: string, part: string) =>
  text
    .split('\n')
    .find((line) => line.includes(part))
    ?.slice(0, 600) ?? '';

/** What may stand in no answer: passwords, their hashes, secrets of the site's clients, private keys. */
async function secretsOf({ core }: InProcessServer): Promise<readonly string[]> {
  const secrets: string[] = [PASSWORD, API.client_secret];
  for (const name of [SITE, FOREIGN, 'master']) {
    const realm = (await core.realms.byName(name))!;
    for (const { config } of realm.configuration.components) {
      for (const value of [...(config.privateKey ?? []), ...(config.secret ?? [])]) if (value.length > 20) secrets.push(value.slice(0, 60));
    }
    const ann = await core.directory.users.findByUsername(realm.id, 'ann');
    for (const { secretData } of ann === null ? [] : await core.directory.credentials.list(realm.id, ann.id))
      secrets.push(String(secretData.value));
  }
  return secrets;
}

function heapMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
