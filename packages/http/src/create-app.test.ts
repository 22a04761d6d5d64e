import { createMemoryLog } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import { baseUrl } from './base-url.ts';
import { createApp } from './create-app.ts';

test('what a caller can do to a connection as often as they like is not an error of ours', () => {
  const log = createMemoryLog();
  const app = createApp({
    base: baseUrl('http://localhost:8080'),
    strictHost: false,
    proxy: null,
    clock: { now: () => new Date() },
    ids: { uuid: () => 'id', token: () => 'id' },
    log,
    unpinned: [],
    rooms: [],
  });
  for (const code of ['ECONNRESET', 'ERR_HTTP_REQUEST_TIMEOUT', 'HPE_INVALID_METHOD'])
    app.emit('error', Object.assign(new Error('sent: password=x'), { code }));
  expect(log.entries).toEqual([]);
  app.emit('error', new Error('ours'));
  expect(log.entries.map(({ event }) => event)).toEqual(['http.response_failed']);
});
