import type { Nodes, SessionStore, SsoSessions, StorePromise } from '@anteroom/core';

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
