import { describe, expect, it } from '@jest/globals';
import { isTransient, translateError } from './driver-errors.ts';

describe('translateError', () => {
  it('takes a connection that was cut for a database that does not answer, also behind the statement that knex names', () => {
    // Once this was a 500: the words were looked for at the beginning only.
    for (const message of ['Connection terminated unexpectedly', 'select "a" from "b" where "c" = $1 - Connection terminated unexpectedly'])
      expect(translateError(new Error(message))).toMatchObject({ code: 'store_unavailable', retryAfter: 1 });
  });

  it('leaves a mistake of ours what it is', () => {
    const mistake = new TypeError('rows is not iterable');
    expect(translateError(mistake)).toBe(mistake);
  });
});

describe('isTransient', () => {
  it('says of deadlocks, serialisation failures and lock time-outs that the unit may be tried again', () => {
    for (const code of ['40001', '40P01', '55P03', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY_SNAPSHOT'])
      expect(isTransient(Object.assign(new Error('race'), { code }))).toBe(true);
    expect(isTransient(Object.assign(new Error('no'), { code: '23505' }))).toBe(false);
  });
});
