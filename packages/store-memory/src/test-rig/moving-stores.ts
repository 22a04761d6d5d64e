import {
  type Clock,
  createStoreDrain,
  createStoreRouter,
  createStoreView,
  type DrainListener,
  type IdSource,
  type Leases,
  type SessionStore,
  type StoreChanges,
  type StoreView,
} from '@anteroom/core';
import { createMemoryStoreChanges, createSequentialIds, createTestClock } from '@anteroom/testkit';
import { createMemorySessionStore } from '../index.ts';

/** Two stores, two processes that use them, and the command that moves everything from `r` to `s`. */
export interface MovingStores {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly r: SessionStore;
  readonly s: SessionStore;
  readonly changes: StoreChanges;
  readonly leases: Leases;
  readonly views: readonly [StoreView, StoreView];
  readonly routers: readonly [SessionStore, SessionStore];
  drain(to: string, more?: DrainInput): Promise<unknown>;
}

export interface DrainInput {
  readonly listener?: Partial<DrainListener>;
  readonly stores?: readonly SessionStore[];
  /** What happens while the command waits. */
  readonly meanwhile?: () => Promise<void>;
}

export function openMovingStores(): MovingStores {
  const clock = createTestClock();
  const ids = createSequentialIds();
  const r = createMemorySessionStore({ clock, tag: 'r' });
  const s = createMemorySessionStore({ clock, tag: 's' });
  const changes = createMemoryStoreChanges();
  const leases = createMemoryLeases();
  const stores = [r, s];
  const process = (name: string) => {
    const view = createStoreView({ changes, tags: ['r', 's'], process: name });
    return { view, router: createStoreRouter(stores, { view, clock, ids }) };
  };
  const [one, other] = [process('one'), process('other')];
  const pollAll = async () => {
    await Promise.all([one.view.poll(), other.view.poll()]);
  };
  return {
    clock,
    ids,
    r,
    s,
    changes,
    leases,
    views: [one.view, other.view],
    routers: [one.router, other.router],
    drain: (to, { listener, stores: given = stores, meanwhile = pollAll } = {}) =>
      createStoreDrain({ stores: given, changes, leases, clock, ids, wait: () => meanwhile(), patienceMs: 1 }).run(to, {
        progress: () => {},
        trouble: () => {},
        ...listener,
      }),
  };
}

/** Without an end: whoever holds one gives it back. */
function createMemoryLeases(): Leases {
  const holders = new Map<string, string>();
  return {
    take: async (name, holder) => {
      if (!holders.has(name)) holders.set(name, holder);
      return holders.get(name) === holder;
    },
    release: async (name, holder) => {
      if (holders.get(name) === holder) holders.delete(name);
    },
  };
}
