import { processesNamed } from '../system/processes.ts';
import { openPostgresFacts } from './postgres-facts.ts';
import { NO_COUNTERS, type Subject } from './subject.ts';

export interface LiveServerOptions {
  readonly name: string;
  readonly base: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** Process ids, or texts of command lines. */
  readonly server: readonly string[];
  readonly store: readonly string[];
  /** Its PostgreSQL, for counters; null when it has none or they are not wanted. */
  readonly database: string | null;
}

/** A server that runs already, started by somebody else: it is measured and left as it is, but for the realms made in it. */
export async function useLiveServer({ name, base, admin, server, store, database }: LiveServerOptions): Promise<Subject> {
  const facts = database === null ? null : await openPostgresFacts(database);
  return {
    name,
    base: base.replace(/\/$/, ''),
    admin,
    hasTransient: false,
    serverRoots: () => server.flatMap(rootsOf),
    storeRoots: () => store.flatMap(rootsOf),
    durability: async () => (facts === null ? [{ name: `${name}'s database`, value: 'unknown', relaxed: true }] : facts.durability()),
    counters: async () => ({ ...NO_COUNTERS, ...(await facts?.counters()) }),
    settle: async () => {},
    coldStart: null,
    stop: async () => facts?.close(),
  };
}

function rootsOf(wanted: string): readonly number[] {
  return /^\d+$/.test(wanted) ? [Number(wanted)] : processesNamed(wanted);
}
