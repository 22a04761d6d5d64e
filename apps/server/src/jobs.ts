import { isAnteroomError, type Log } from '@anteroom/core';

export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Also when the jobs are started, not only one interval later. */
  readonly atOnce?: boolean;
  /** Of work that is done in parts, the size of a full one: after one there is more to do, and it goes on at once. */
  readonly part?: number;
  /** With `part`: how much was done. */
  run(): Promise<unknown>;
}

/**
 * Runs jobs one after the other, each on its own beat and never twice at once; a failure is logged and the job goes on later. A store that
 * does not answer is reported when that begins and when it ends, not at every beat.
 */
export function startJobs(jobs: readonly Job[], log: Log): { stop(): Promise<void> } {
  let stopped = false;
  const running = new Set<Promise<unknown>>();
  const timers = jobs.map((job) => {
    let busy = false;
    let away = false;
    const failed = (error: unknown) => {
      const wasAway = away;
      away = isAnteroomError(error, 'store_unavailable');
      if (!away) log.warn('job.failed', { job: job.name, error });
      else if (!wasAway) log.warn('job.waits_for_store', { job: job.name, reason: (error as Error).message });
    };
    const done = () => {
      if (away) log.info('job.goes_on', { job: job.name });
      away = false;
    };
    const work = async () => {
      let did: unknown;
      do did = await job.run();
      while (job.part !== undefined && Number(did) >= job.part && !stopped);
    };
    const beat = () => {
      if (busy || stopped) return;
      busy = true;
      const run: Promise<unknown> = work()
        .then(done, failed)
        .finally(() => {
          busy = false;
          running.delete(run);
        });
      running.add(run);
    };
    if (job.atOnce === true) beat();
    const timer = setInterval(beat, job.everyMs);
    timer.unref();
    return timer;
  });
  return {
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(running);
    },
  };
}
