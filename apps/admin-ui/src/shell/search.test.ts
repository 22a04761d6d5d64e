import { describe, expect, it } from '@jest/globals';
import { listSearch, sessionsSearch } from './search.ts';

describe('the search part of an address', () => {
  it('keeps what the room understands and drops the rest', () => {
    expect(listSearch({ search: 'ann', page: 3, other: 'x' })).toEqual({ search: 'ann', page: 3 });
  });

  it('takes a number that was typed for a text', () => {
    expect(listSearch({ search: 42 })).toEqual({ search: '42' });
  });

  it('leaves out the first page and pages that are none', () => {
    expect([listSearch({ page: 1 }), listSearch({ page: -4 }), listSearch({ page: 'x' })]).toEqual([{}, {}, {}]);
  });

  it('refuses what is no text', () => {
    expect(sessionsSearch({ client: { a: 1 }, store: ['s'] })).toEqual({});
  });
});
