import { AnteroomError } from '@anteroom/core';
import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { startJobs } from './jobs.ts';

/** Runs a job that ends each time as the list says, until the list is at its end; what was logged. */
async function logOf(results: readonly (Error | null)[]): Promise<readonly string[]> {
  const log = createMemoryLog();
  const ended = Promise.withResolvers<void>();
  const left = [...results];
  const run = async () => {
    const result = left.shift();
    if (result === undefined) return ended.resolve();
    if (result !== null) throw result;
  };
  const jobs = startJobs([{ name: 'sweep', everyMs: 1, run }], log);
  await ended.promise;
  await jobs.stop();
  return log.entries.map(({ event }) => event);
}

describe('startJobs', () => {
  it('reports a store that does not answer when that begins and when it ends', async () => {
    const away = new AnteroomError('store_unavailable', 'no answer');
    expect(await logOf([null, away, away, away, null, null, away])).toEqual([
      'job.waits_for_store',
      'job.goes_on',
      'job.waits_for_store',
      'job.goes_on',
    ]);
  });

  it('reports every other failure', async () => {
    expect(await logOf([new Error('one'), new Error('two')])).toEqual(['job.failed', 'job.failed']);
  });

  it('goes on at once after a full part, and waits for its beat after one that was not full', async () => {
    const left = [3, 3, 2, 3];
    const ended = Promise.withResolvers<void>();
    const jobs = startJobs(
      [
        {
          ...{ name: 'sweep', everyMs: 3_600_000, atOnce: true, part: 3 },
          run: async () => {
            const did = left.shift();
            if (did === 2) ended.resolve();
            return did;
          },
        },
      ],
      createMemoryLog(),
    );
    await ended.promise;
    await jobs.stop();
    expect(left).toEqual([3]);
  });
});
