import { describe, expect, it, jest } from '@jest/globals';
import type { Connection } from './connection.ts';
import { createLookup } from './lookup.ts';
import type { SqlValue, Statements } from './statements.ts';

interface Row {
  readonly id: string;
  readonly place: number;
}

/** A connection that has every row but those of `absent`, and remembers what it was asked. */
function recordingConnection({ absent = [] as readonly string[], fail = false, acquire = async () => ({}) } = {}) {
  const asked: (readonly SqlValue[])[] = [];
  const all = async (_sql: string, values: readonly SqlValue[]) => {
    asked.push(values);
    if (fail) throw new Error('the server is gone');
    const keys = (values[1] as readonly string[]).filter((key) => !absent.includes(key));
    return keys.flatMap((id) => [0, 1].map((place) => ({ id, place })));
  };
  const client = { acquireConnection: acquire, releaseConnection: async () => undefined };
  const connection = {
    db: { client },
    dialect: 'postgres',
    statementsOn: () => ({ all }) as unknown as Statements,
  } as unknown as Connection;
  return { asked, lookup: createLookup<Row>({ connection, sql: 'select', keyOf: (row) => row.id }) };
}

const placesOf = (rows: readonly Row[]) => rows.map(({ id, place }) => `${id}${place}`).join(' ');

describe('a look-up', () => {
  it('is one statement for all who ask in the same turn, and gives each its own rows in their order', async () => {
    const { asked, lookup } = recordingConnection({ absent: ['c'] });
    const found = await Promise.all([lookup('r', 'a'), lookup('r', 'b'), lookup('r', 'c'), lookup('r', 'a')]);
    expect(found.map(placesOf)).toEqual(['a0 a1', 'b0 b1', '', 'a0 a1']);
    expect(asked).toEqual([['r', ['a', 'b', 'c']]]);
  });

  it('asks anew for whoever comes after the statement was sent', async () => {
    const { asked, lookup } = recordingConnection();
    await lookup('r', 'a');
    await lookup('r', 'a');
    expect(asked).toEqual([
      ['r', ['a']],
      ['r', ['a']],
    ]);
  });

  it('takes along whoever comes while all connections are taken', async () => {
    const free = Promise.withResolvers<object>();
    const { asked, lookup } = recordingConnection({ acquire: () => free.promise });
    const first = lookup('r', 'a');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = lookup('r', 'b');
    await new Promise((resolve) => setTimeout(resolve, 5));
    free.resolve({});
    expect([await first, await second].map(placesOf)).toEqual(['a0 a1', 'b0 b1']);
    expect(asked).toEqual([['r', ['a', 'b']]]);
  });

  it('begins anew after a connection could not be had', async () => {
    const acquire = jest.fn<() => Promise<object>>().mockRejectedValueOnce(new Error('full')).mockResolvedValue({});
    const { lookup } = recordingConnection({ acquire });
    await expect(lookup('r', 'a')).rejects.toThrow('full');
    expect(placesOf(await lookup('r', 'a'))).toBe('a0 a1');
  });

  it('never mixes realms', async () => {
    const { asked, lookup } = recordingConnection();
    await Promise.all([lookup('r', 'a'), lookup('q', 'a')]);
    expect(asked).toEqual([
      ['r', ['a']],
      ['q', ['a']],
    ]);
  });

  it('asks for no more than two hundred keys at once', async () => {
    const { asked, lookup } = recordingConnection();
    await Promise.all(Array.from({ length: 450 }, (_, index) => lookup('r', `k${index}`)));
    expect(asked.map((values) => (values[1] as readonly string[]).length)).toEqual([200, 200, 50]);
  });

  it('fails for all who shared the statement', async () => {
    const { lookup } = recordingConnection({ fail: true });
    const results = await Promise.allSettled([lookup('r', 'a'), lookup('r', 'b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('takes NUL for the character that PostgreSQL was given instead', async () => {
    const { asked, lookup } = recordingConnection();
    expect(placesOf(await lookup('r', 'a\0b'))).toBe('a\uFFFDb0 a\uFFFDb1');
    expect(asked).toEqual([['r', ['a\uFFFDb']]]);
  });
});
