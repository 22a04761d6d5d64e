import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openModuleStore } from './open-module-store.ts';

const VERBS = ['put', 'consume', 'take', 'delete', 'find', 'deleteBy', 'list', 'count', 'deleteRealm', 'sweep', 'ping', 'close'];

/** A store whose `get` says what it was opened with, and whose `create` fails. */
const SOURCE = `export const createSessionStore = ({ options, tag }) => ({
  tag: tag ?? 'q',
  get: async () => options,
  create: async () => { throw new Error('secret of the driver'); },
  ${VERBS.map((verb) => `${verb}: async () => null`).join(',\n  ')},
});`;

describe('openModuleStore', () => {
  const directory = mkdtempSync(join(tmpdir(), 'module-store-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const log = createMemoryLog();
  const open = (address: string, workers = 1) => openModuleStore(address, { clock: createTestClock(), log, workers, directory });
  const key = { type: 'marker', realmId: 'acme', id: 'q.1' } as const;

  it('finds a package from the working directory, and tells it its options and nothing of the tag among them', async () => {
    write('node_modules/@acme/store/package.json', '{ "type": "module", "exports": "./main.js" }');
    write('node_modules/@acme/store/main.js', SOURCE);
    const store = await open('module:@acme/store?host=db1&tag=x');
    expect(store.tag).toBe('x');
    expect(await store.get(key)).toEqual({ host: 'db1' });
  });

  it('makes whatever a verb throws a store that does not answer, and logs it', async () => {
    write('store.mjs', SOURCE);
    const store = await open('module:./store.mjs');
    const creating = store.create(key, { v: 1, note: '' }, { expiresAt: new Date(0) });
    await expect(creating).rejects.toMatchObject({ code: 'store_unavailable', retryAfter: 1 });
    expect(log.entries.map(({ event, fields }) => [event, fields.verb])).toEqual([['store.module_failed', 'create']]);
  });

  it('opens a store for several processes only if the module says that it can be shared', async () => {
    write('alone.mjs', SOURCE);
    write('shared.mjs', `${SOURCE}\nexport const shared = true;`);
    await expect(open('module:./alone.mjs', 2)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('one process'),
    });
    expect((await open('module:./shared.mjs', 2)).tag).toBe('q');
  });

  it('refuses a tag that is none, and a store that does not take the one it is given', async () => {
    write('stubborn.mjs', SOURCE.replace("tag ?? 'q'", "'q'"));
    write('long.mjs', SOURCE.replace("tag ?? 'q'", "'long'"));
    await expect(open('module:./stubborn.mjs?tag=x')).rejects.toThrow('the tag q and not x');
    await expect(open('module:./long.mjs')).rejects.toThrow('tag is not one character');
  });
});
