import { expect, test } from '@jest/globals';
import { oneAfterAnother } from './one-after-another.ts';

test('whoever asks while one runs shares the next, which begins when that one has ended', async () => {
  const ends: PromiseWithResolvers<void>[] = [];
  const ask = oneAfterAnother(() => {
    ends.push(Promise.withResolvers<void>());
    return ends.at(-1)!.promise;
  });
  const asked = Array.from({ length: 1000 }, ask);
  expect(ends).toHaveLength(1);
  ends[0]!.resolve();
  await asked[0];
  await Promise.resolve();
  expect(ends).toHaveLength(2);
  const later = ask();
  ends[1]!.resolve();
  await Promise.all(asked);
  await Promise.resolve();
  expect(ends).toHaveLength(3);
  ends[2]!.resolve();
  await later;
});

test('one that fails fails for its own askers alone', async () => {
  let calls = 0;
  const ask = oneAfterAnother(async () => {
    calls += 1;
    if (calls === 1) throw new Error('gone');
  });
  const results = await Promise.allSettled([ask(), ask(), ask()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(calls).toBe(2);
});
