/** Who waits: callers take turns within their realm, realms among each other. */
export interface Waiter {
  readonly realm: string;
  /** Whom the work is for: a network, or what the server does by itself. */
  readonly caller: string;
}

export interface FairQueue<T extends Waiter> {
  readonly size: number;
  push(task: T): void;
  /** The next one; undefined when nobody waits. */
  shift(): T | undefined;
  /** Whether one more of this waiter would have more waiting than anybody else has, and so be the one to go. */
  givesWay(waiter: Waiter): boolean;
  /** Takes the youngest of the caller with most waiting, in the realm with most: whoever fills the queue gives way, nobody else does. */
  evict(): T | undefined;
}

/**
 * A queue of queues: realm by realm, and in a realm caller by caller. One who asks for much waits behind themselves. Maps keep their
 * order, so the first entry is whose turn it is, and who had a turn goes to the end.
 */
export function createFairQueue<T extends Waiter>(): FairQueue<T> {
  const realms = new Map<string, Map<string, T[]>>();
  let size = 0;

  return {
    get size() {
      return size;
    },

    push(task) {
      const callers = realms.get(task.realm) ?? new Map<string, T[]>();
      const own = callers.get(task.caller) ?? [];
      own.push(task);
      callers.set(task.caller, own);
      realms.set(task.realm, callers);
      size += 1;
    },

    shift() {
      const [turn] = realms;
      if (turn === undefined) return undefined;
      const [realm, callers] = turn;
      const [caller, own] = [...callers][0] as [string, T[]];
      const task = own.shift();
      callers.delete(caller);
      if (own.length > 0) callers.set(caller, own);
      realms.delete(realm);
      if (callers.size > 0) realms.set(realm, callers);
      size -= 1;
      return task;
    },

    givesWay({ realm, caller }) {
      const callers = realms.get(realm) ?? new Map<string, T[]>();
      const inRealm = waitingOf(callers) + 1;
      const own = (callers.get(caller)?.length ?? 0) + 1;
      const most = (sizes: readonly number[]) => Math.max(0, ...sizes);
      const otherRealms = [...realms].map(([name, each]) => (name === realm ? 0 : waitingOf(each)));
      const otherCallers = [...callers].map(([name, tasks]) => (name === caller ? 0 : tasks.length));
      return inRealm > most(otherRealms) && own > most(otherCallers);
    },

    evict() {
      const [realm, callers] = largest(realms, waitingOf) ?? [];
      if (realm === undefined || callers === undefined) return undefined;
      const [caller, own] = largest(callers, (tasks) => tasks.length) as [string, T[]];
      const task = own.pop();
      if (own.length === 0) callers.delete(caller);
      if (callers.size === 0) realms.delete(realm);
      size -= 1;
      return task;
    },
  };
}

const waitingOf = (callers: ReadonlyMap<string, readonly unknown[]>): number =>
  [...callers.values()].reduce((sum, { length }) => sum + length, 0);

/** Of equals the last one, which came or had its turn last. */
function largest<V>(map: ReadonlyMap<string, V>, measure: (value: V) => number): [string, V] | null {
  let found: [string, V] | null = null;
  for (const entry of map) if (found === null || measure(entry[1]) >= measure(found[1])) found = entry;
  return found;
}
