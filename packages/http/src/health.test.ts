import { AnteroomError } from '@anteroom/core';
import { createTestClock } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Context } from 'koa';
import { koaHealth, type Lifecycle } from './health.ts';
import { createReadiness, mergeResults, type Readiness } from './readiness.ts';

const clock = createTestClock();
const at = clock.now().toISOString();
const readinessOf = (check: () => Promise<void> = async () => {}) => createReadiness({ checks: [{ name: 'database', check }], clock });

const ask = async (path: string, lifecycle: Partial<Lifecycle>, readiness: Readiness = readinessOf()) => {
  const ctx = { path, method: 'GET', set: () => {} } as unknown as Context;
  await koaHealth({ readiness, lifecycle: { started: true, stopping: false, ...lifecycle } })(ctx as never, async () => {});
  return { status: ctx.status, body: ctx.body };
};

describe('koaHealth', () => {
  it('is ready while its dependencies answer', async () => {
    expect(await ask('/health/ready', {})).toEqual({ status: 200, body: { status: 'UP', checks: [{ name: 'database', status: 'UP' }] } });
  });

  it('is not ready when a dependency fails, and says which, with the class of its error and nothing of its text', async () => {
    const failing = readinessOf(() => Promise.reject(new AnteroomError('store_unavailable', 'db.internal refuses user bob')));
    const data = { lastError: 'store_unavailable', at };
    expect(await ask('/health/ready', {}, failing)).toEqual({
      status: 503,
      body: { status: 'DOWN', checks: [{ name: 'database', status: 'DOWN', data }] },
    });
  });

  it('remembers the last failure of a dependency that is back', async () => {
    let fails = true;
    const readiness = readinessOf(() => (fails ? Promise.reject(new TypeError('gone')) : Promise.resolve()));
    await readiness();
    fails = false;
    expect(await readiness()).toEqual([{ name: 'database', status: 'UP', data: { lastError: 'TypeError', at } }]);
  });

  it('stays alive while it is not ready', async () => {
    const failing = readinessOf(() => Promise.reject(new Error('gone')));
    expect((await ask('/health/live', { stopping: true }, failing)).status).toBe(200);
  });

  it('turns not ready as soon as it is told to stop', async () => {
    expect((await ask('/health/ready', { stopping: true })).status).toBe(503);
  });
});

describe('the answers of several processes', () => {
  it('are up when all are, and down with what the one says that is down', () => {
    const up = { name: 'database', status: 'UP' } as const;
    const down = { name: 'database', status: 'DOWN', data: { lastError: 'timed_out', at } } as const;
    expect(mergeResults([[up], [up]])).toEqual([up]);
    expect(mergeResults([[up], [down], [up]])).toEqual([down]);
    expect(mergeResults([])).toEqual([]);
  });
});
