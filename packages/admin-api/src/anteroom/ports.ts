import type { Nodes, SessionStore, SsoSessions } from '@anteroom/core';

/**
 * Whether an acknowledged write is still there afterwards. `depends`: on how the store is set up, its README says on what; `none`: there
 * is no such thing with this store; `unknown`: a third party's, which says so itself.
 */
export type Kept = 'kept' | 'lost' | 'depends' | 'none' | 'unknown';

/** What a session store promises: the table of its README, in one word per row. */
export interface StorePromise {
  readonly processKill: Kept;
  readonly machineLoss: Kept;
  readonly partition: Kept;
  readonly failOver: Kept;
  /** Whether every node sees what another one was told is done. */
  readonly betweenNodes: Kept;
}

/** One of the session stores that serve, by itself: what the router of stores makes one of. */
export interface StorePlace {
  readonly tag: string;
  readonly kind: 'sql' | 'memory' | 'redis' | 'module';
  readonly promise: StorePromise;
  readonly store: Pick<SessionStore, 'count' | 'ping'>;
  /** The sessions that lie in this store. */
  readonly sessions: Pick<SsoSessions, 'get' | 'list' | 'listByUser' | 'listByClient' | 'countByClient'>;
}

/** A live change of store, as its row in the database says. */
export interface DrainStatus {
  /** Tags of the stores that are emptied, with a blank between them. */
  readonly from: string;
  readonly to: string;
  readonly state: 'asking' | 'moving' | 'finished';
  readonly moved: number;
  /** Null while it is not known. */
  readonly remaining: number | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** What administrators may see of the installation itself. */
export interface Installation {
  readonly database: { readonly kind: 'sqlite' | 'postgres' | 'mysql' };
  /** In order: the stores as they are asked. */
  readonly places: readonly StorePlace[];
  /** Tag of the store that takes new records now. */
  primary(): string;
  readonly nodes: Nodes;
  readonly drain: { get(): Promise<DrainStatus | null> };
}
