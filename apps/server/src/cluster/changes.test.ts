import { createMemoryLog } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Changed } from './changed.ts';
import { createChanges } from './changes.ts';

/** Two processes, each the other's sibling, over one database that a third one may change. */
function openNode() {
  const realms = new Map([['1', 1]]);
  const topics = new Map<string, number>();
  const log = createMemoryLog();
  const seen: string[] = [];
  const told: Changed[] = [];
  const raise = async (name: string) => {
    topics.set(name, (topics.get(name) ?? 0) + 1);
  };
  const open = (process: string, tell: (changed: Changed) => Promise<void>) =>
    createChanges({
      realms: {
        invalidate: (id) => seen.push(`${process} invalidates ${id}`),
        drop: (versions) => seen.push(`${process} drops all but ${JSON.stringify([...versions])}`),
      },
      versions: async () => new Map(realms),
      topics: { raise, versions: async () => new Map(topics) },
      siblings: {
        tell: (changed) => {
          told.push(changed);
          return tell(changed);
        },
      },
      log,
    });
  const two = open('two', async () => undefined);
  const one = open('one', (changed) => two.hear(changed));
  return { one, two, realms, topics, raise, seen, told, log };
}

describe('changes', () => {
  it('of a realm are known to every process when the commit is answered', async () => {
    const { one, seen } = openNode();
    await one.realmChanged('7');
    expect(seen.sort()).toEqual(['one invalidates 7', 'two invalidates 7']);
  });

  it('of a topic reach those who subscribed, in every process, and are written down for other nodes', async () => {
    const { one, two, topics, seen } = openNode();
    one.topics.subscribe('stores', () => {
      seen.push('one reads stores');
    });
    two.topics.subscribe('stores', async () => {
      seen.push('two reads stores');
    });
    await one.topics.announce('stores');
    expect(seen.sort()).toEqual(['one reads stores', 'two reads stores']);
    expect(topics.get('stores')).toBe(1);
  });

  it('of other nodes are found by a look into the database and passed on once', async () => {
    const { one, two, realms, raise, seen, told } = openNode();
    await one.poll();
    told.length = 0;
    seen.length = 0;
    two.topics.subscribe('stores', () => {
      seen.push('two reads stores');
    });
    await one.poll();
    expect(told).toEqual([]);
    await raise('stores');
    realms.set('2', 5);
    await one.poll();
    await one.poll();
    expect(told).toEqual([{ kind: 'polled', realms: [['1', 1], ['2', 5]], topics: ['stores'] }]); // biome-ignore format: one line
    expect(seen.sort()).toEqual(['one drops all but [["1",1],["2",5]]', 'two drops all but [["1",1],["2",5]]', 'two reads stores']);
  });

  it('that may have been missed are made up for', async () => {
    const { two, seen, told } = openNode();
    two.topics.subscribe('stores', () => {
      seen.push('two reads stores');
    });
    await two.catchUp();
    expect([seen, told]).toEqual([['two drops all but [["1",1]]', 'two reads stores'], []]);
  });

  it('are followed by the next subscriber when one fails', async () => {
    const { one, seen, log } = openNode();
    one.topics.subscribe('stores', () => Promise.reject(new Error('down')));
    one.topics.subscribe('stores', () => {
      seen.push('read');
    });
    await one.topics.announce('stores');
    expect(seen).toEqual(['read']);
    expect(log.entries.map((entry) => entry.event)).toEqual(['topic.not_followed']);
  });
});
