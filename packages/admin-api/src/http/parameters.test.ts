import { describe, expect, it } from '@jest/globals';
import { declaredQuery } from './parameters.ts';

describe('the query of a call', () => {
  it('has what the call named, as often as it was given, and nothing else', () => {
    const query = declaredQuery('type=LOGIN&other=1&type=LOGOUT&__proto__=2&constructor=3&max=5', { type: 'Kind', max: 'At most' });
    expect([...query]).toEqual([
      ['type', 'LOGIN'],
      ['type', 'LOGOUT'],
      ['max', '5'],
    ]);
  });
});
