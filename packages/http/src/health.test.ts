import { describe, expect, it } from '@jest/globals';
import type { Context } from 'koa';
import { koaHealth, type Lifecycle } from './health.ts';

const ask = async (path: string, lifecycle: Partial<Lifecycle>, check: () => Promise<void> = async () => {}) => {
  const ctx = { path, method: 'GET', set: () => {} } as unknown as Context;
  await koaHealth({ checks: [{ name: 'database', check }], lifecycle: { started: true, stopping: false, ...lifecycle } })(
    ctx as never,
    async () => {},
  );
  return { status: ctx.status, body: ctx.body };
};

describe('koaHealth', () => {
  it('is ready while its dependencies answer', async () => {
    expect(await ask('/health/ready', {})).toEqual({ status: 200, body: { status: 'UP', checks: [{ name: 'database', status: 'UP' }] } });
  });

  it('is not ready when a dependency fails, and says which', async () => {
    const answer = await ask('/health/ready', {}, () => Promise.reject(new Error('gone')));
    expect(answer).toEqual({ status: 503, body: { status: 'DOWN', checks: [{ name: 'database', status: 'DOWN' }] } });
  });

  it('stays alive while it is not ready', async () => {
    expect((await ask('/health/live', { stopping: true }, () => Promise.reject(new Error('gone')))).status).toBe(200);
  });

  it('turns not ready as soon as it is told to stop', async () => {
    expect((await ask('/health/ready', { stopping: true })).status).toBe(503);
  });
});
