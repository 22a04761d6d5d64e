import { describe, expect, it } from '@jest/globals';
import { type Call, createCallLog } from './call-log.ts';

const call = (path: string, more: Partial<Call> = {}): Call => ({
  method: 'GET',
  path,
  query: '',
  body: undefined,
  from: '/users',
  ...more,
});

describe('the log of calls', () => {
  it('has the newest first and the same call once', () => {
    const log = createCallLog();
    for (const path of ['/a', '/b', '/a']) log.note(call(path));
    expect(log.recent().map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  it('tells apart what was sent, and from where', () => {
    const log = createCallLog();
    log.note(call('/a', { method: 'PUT', body: { x: 1 } }));
    log.note(call('/a', { method: 'PUT', body: { x: 2 } }));
    log.note(call('/a', { method: 'PUT', body: { x: 2 }, from: '/clients' }));
    expect(log.recent()).toHaveLength(3);
  });

  it('says when there is something new, until nobody listens', () => {
    const log = createCallLog();
    let told = 0;
    const stop = log.subscribe(() => {
      told += 1;
    });
    log.note(call('/a'));
    stop();
    log.note(call('/b'));
    expect(told).toBe(1);
  });

  it('keeps a hundred', () => {
    const log = createCallLog();
    for (let index = 0; index < 150; index++) log.note(call(`/${index}`));
    expect(log.recent()).toHaveLength(100);
  });
});
