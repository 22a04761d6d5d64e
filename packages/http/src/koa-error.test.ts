import { AnteroomError } from '@anteroom/core';
import { describe, expect, it } from '@jest/globals';
import type { Context } from 'koa';
import { koaError } from './koa-error.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function answerTo(error: Error) {
  const headers: Record<string, string> = {};
  const ctx = {
    state: {},
    method: 'GET',
    path: '/x',
    set: (name: string, value: string) => Object.assign(headers, { [name]: value }),
  } as unknown as Context;
  await koaError({ log: silent })(ctx as never, () => Promise.reject(error));
  return { status: ctx.status, body: ctx.body, headers };
}

describe('koaError', () => {
  it('answers a failure with no trace of it', async () => {
    const { status, body } = await answerTo(new Error('SELECT * FROM secret'));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('SELECT');
  });

  it('asks to come back later when a store is slow', async () => {
    const { status, headers } = await answerTo(new AnteroomError('store_unavailable', 'no answer', { retryAfter: 3 }));
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('3');
  });

  it('does not report being full as a fault', async () => {
    const lines: string[] = [];
    const log = { ...silent, warn: (event: string) => lines.push(`warn ${event}`), error: (event: string) => lines.push(`error ${event}`) };
    const ctx = { state: {}, method: 'GET', path: '/x', set: () => {} } as unknown as Context;
    await koaError({ log: log as never })(ctx as never, () => Promise.reject(new AnteroomError('busy', 'the password lane is full')));
    expect(lines).toEqual(['warn http.busy']);
    expect(ctx.status).toBe(503);
  });

  it('shows a browser a page and gives a program JSON while a store does not answer', async () => {
    const answer = async (accept: string) => {
      const ctx = { state: {}, req: { headers: { accept } }, set: () => {} } as unknown as Context;
      const unavailablePage = () => ({ headers: {}, html: '<p>later</p>' });
      await koaError({ log: silent, unavailablePage })(ctx as never, () => Promise.reject(new AnteroomError('store_unavailable', 'x')));
      return { status: ctx.status, body: ctx.body };
    };
    expect(await answer('text/html,application/xhtml+xml,*/*;q=0.8')).toEqual({ status: 503, body: '<p>later</p>' });
    expect(await answer('*/*')).toMatchObject({ status: 503, body: expect.stringContaining('temporarily_unavailable') });
  });

  it('refuses bad input as such', async () => {
    expect((await answerTo(new AnteroomError('invalid_input', 'x', { publicText: 'Request body too large' }))).status).toBe(413);
  });
});
