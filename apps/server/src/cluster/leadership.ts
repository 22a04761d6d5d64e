import type { Leases, Log } from '@anteroom/core';

/** Long enough for a slow database, short enough that nobody waits long for the next holder. */
const LEASE_SECONDS = 10;
/** Nothing is begun so shortly before the end of a lease. */
const RESERVE_MS = 1_000;

export interface Leadership {
  /** Whether this node has the lease at this moment, by a clock that also runs while the process is stopped. */
  holds(): boolean;
  /** Takes or renews the lease. To be called every three seconds. */
  renew(): Promise<void>;
  /** Gives it back for the next node. */
  release(): Promise<void>;
}

/** Work that one of many nodes does at a time: whoever has the lease. `taken` is called when this node gets it. */
export function createLeadership({
  name,
  holder,
  leases,
  taken,
  log,
}: {
  readonly name: string;
  readonly holder: string;
  readonly leases: Leases;
  readonly taken: () => void;
  readonly log: Log;
}): Leadership {
  let until = Number.NEGATIVE_INFINITY;
  const holds = () => performance.now() < until;
  return {
    holds,
    async renew() {
      const before = holds();
      const asked = performance.now();
      const got = await leases.take(name, holder, LEASE_SECONDS);
      until = got ? asked + LEASE_SECONDS * 1000 - RESERVE_MS : Number.NEGATIVE_INFINITY;
      if (got === before) return;
      log.info(got ? 'lease.taken' : 'lease.lost', { lease: name });
      if (got) taken();
    },
    async release() {
      until = Number.NEGATIVE_INFINITY;
      await leases.release(name, holder);
    },
  };
}
