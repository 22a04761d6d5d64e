import { createMemoryLog } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import { createSparingLog } from './sparing-log.ts';

test('a state that lasts is said once a second with how often it was left out, anything else each time', () => {
  let ms = 0;
  const memory = createMemoryLog();
  const log = createSparingLog(memory, { now: () => new Date(ms) });
  for (ms = 0; ms <= 2500; ms += 100) {
    log.warn('http.busy', { path: `/${ms}` });
    if (ms % 1000 === 0) log.warn('password.unreadable', { user: 'u' });
  }
  const lines = memory.entries.map(({ event, fields }) => [event, fields]);
  expect(lines.filter(([event]) => event === 'http.busy')).toEqual([
    ['http.busy', { path: '/0' }],
    ['http.busy', { path: '/1000', more: 9 }],
    ['http.busy', { path: '/2000', more: 9 }],
  ]);
  expect(lines.filter(([event]) => event === 'password.unreadable')).toHaveLength(3);
});
