import type { SendResult } from './mail-transport.ts';

interface LaneJob {
  /** Tries to send; never rejects. */
  readonly run: () => Promise<SendResult['kind'] | 'unreachable'>;
  /** Gives the job back untried. */
  readonly postpone: (reason: 'crowded' | 'unreachable') => Promise<void>;
}

interface Lane {
  active: number;
  readonly queue: LaneJob[];
  /** The server hangs or cannot be reached: one try at a time until one gets through. */
  stalled: boolean;
}

export interface DeliveryLanes {
  /** How many more jobs are welcome. Jobs of stalled servers do not take room from the others. */
  room(): number;
  add(server: string, job: LaneJob): void;
  /** Resolves when nothing is held. */
  idle(): Promise<void>;
}

const ACTIVE_PER_SERVER = 4;
const HELD_PER_SERVER = 16;
/** Three turns of a full lane at this pace plus one whole try fit into a lease. */
const STALLED_AFTER = 10_000;

/** A lane per mail server, so that one that hangs delays nobody's mail but its own. `whenFree` is called as jobs end. */
export function createDeliveryLanes(whenFree: () => void): DeliveryLanes {
  const lanes = new Map<string, Lane>();
  const pending = new Set<Promise<void>>();

  return {
    room() {
      let held = 0;
      for (const lane of lanes.values()) if (!lane.stalled) held += lane.active + lane.queue.length;
      return Math.max(0, HELD_PER_SERVER - held);
    },
    add(server, job) {
      const lane = lanes.get(server) ?? { active: 0, queue: [], stalled: false };
      lanes.set(server, lane);
      if (lane.active + lane.queue.length >= (lane.stalled ? 1 : HELD_PER_SERVER))
        track(job.postpone(lane.stalled ? 'unreachable' : 'crowded'));
      else {
        lane.queue.push(job);
        fill(server, lane);
      }
    },
    async idle() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };

  function fill(server: string, lane: Lane): void {
    while (lane.active < (lane.stalled ? 1 : ACTIVE_PER_SERVER)) {
      const job = lane.queue.shift();
      if (job === undefined) break;
      lane.active += 1;
      track(attempt(server, lane, job));
    }
    if (lane.active === 0 && lane.queue.length === 0 && !lane.stalled) lanes.delete(server);
  }

  async function attempt(server: string, lane: Lane, job: LaneJob): Promise<void> {
    const stall = setTimeout(() => {
      stop(lane);
      whenFree(); // its jobs no longer count: the others may take their room
    }, STALLED_AFTER);
    stall.unref();
    const outcome = await job.run();
    clearTimeout(stall);
    lane.active -= 1;
    if (outcome === 'unreachable') stop(lane);
    else lane.stalled = false;
    fill(server, lane);
    whenFree();
  }

  function stop(lane: Lane): void {
    lane.stalled = true;
    for (const waiting of lane.queue.splice(0)) track(waiting.postpone('unreachable'));
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => pending.delete(tracked));
    pending.add(tracked);
  }
}
