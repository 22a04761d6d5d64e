import type { Clock, Directory, RecordType } from '@anteroom/core';
import type { z } from 'zod';
import type { Installation, StorePlace } from './ports.ts';
import type { serverRepresentation } from './representations.ts';

type ServerRepresentation = z.infer<typeof serverRepresentation>;
type Counts = ServerRepresentation['stores'][number]['counts'];

/** A page that looks every few seconds, in many browsers, costs the stores no more than one. */
const COUNTS_LAST_MS = 5000;
const PING_LIMIT_MS = 2000;
/** Counts asked of one store at a time. */
const AT_ONCE = 8;

const COUNTED = { sessions: 'session', offlineSessions: 'offline-session', logins: 'login', codes: 'code' } as const satisfies Record<
  string,
  RecordType
>;

/** The server as `GET /admin/anteroom/server` shows it. */
export function createShowServer(dependencies: {
  readonly installation: Installation;
  readonly directory: Pick<Directory, 'realms'>;
  readonly clock: Clock;
  readonly version: string;
  readonly startedAt: Date;
}): () => Promise<ServerRepresentation> {
  const { installation, directory, clock, version, startedAt } = dependencies;
  let counted: { readonly at: number; readonly counts: ReadonlyMap<string, Promise<Counts>> } | null = null;

  async function count(place: StorePlace): Promise<Counts> {
    const realms = await directory.realms.list();
    const names = Object.keys(COUNTED) as (keyof typeof COUNTED)[];
    const open = realms.flatMap((realm) => names.map((name) => ({ name, realmId: realm.id })));
    const sums = { sessions: 0, offlineSessions: 0, logins: 0, codes: 0 };
    const work = async () => {
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const found = await place.store.count({ type: COUNTED[next.name], realmId: next.realmId });
        sums[next.name] += found;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return sums;
  }

  function counts(): ReadonlyMap<string, Promise<Counts>> {
    const at = clock.now().getTime();
    if (counted === null || at - counted.at >= COUNTS_LAST_MS) {
      // A store that does not answer has no counts, and keeps nobody from seeing the others.
      counted = { at, counts: new Map(installation.places.map((place) => [place.tag, within(count(place)).catch(() => null)])) };
    }
    return counted.counts;
  }

  async function showStore(place: StorePlace, known: ReadonlyMap<string, Promise<Counts>>, primary: string) {
    const healthy = await within(place.store.ping()).then(
      () => true,
      () => false,
    );
    return {
      tag: place.tag,
      kind: place.kind,
      primary: place.tag === primary,
      promise: place.promise,
      counts: healthy ? ((await known.get(place.tag)) ?? null) : null,
      healthy,
    };
  }

  return async () => {
    const known = counts();
    const primary = installation.primary();
    const [stores, nodes, drain] = await Promise.all([
      Promise.all(installation.places.map((place) => showStore(place, known, primary))),
      installation.nodes.list(),
      installation.drain.get(),
    ]);
    return {
      version,
      startedAt: startedAt.toISOString(),
      database: installation.database,
      stores,
      nodes: nodes.map((node) => ({ ...node, startedAt: node.startedAt.toISOString(), lastSeenAt: node.lastSeenAt.toISOString() })),
      drain:
        drain === null ? null : { ...drain, startedAt: drain.startedAt.toISOString(), finishedAt: drain.finishedAt?.toISOString() ?? null },
    };
  };
}

/** Rejects when a store takes longer than anybody looks at a page. */
async function within<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), PING_LIMIT_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
