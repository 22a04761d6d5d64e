import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './client.ts';
import type { Directory, RealmConfiguration } from './directory.ts';
import { createInvalidatingDirectory } from './invalidating-directory.ts';
import type { Realm } from './realm.ts';
import { createRealmCache } from './realm-cache-on-directory.ts';

/** A directory of realms and clients with nothing but what the cache asks for; it counts the reads. */
function createFakeDirectory() {
  const realms = new Map<string, { version: number; name: string }>();
  const clients = new Map<string, string>();
  const reads: string[] = [];
  const asRealm = (id: string, name: string) => ({ id, realm: name }) as Realm;
  const directory: Pick<Directory, 'realms' | 'clients'> = {
    realms: {
      list: () => Promise.resolve([]),
      get: () => Promise.resolve(null),
      async findByName(name) {
        reads.push(`name ${name}`);
        const found = [...realms].find(([, realm]) => realm.name === name);
        return found === undefined ? null : asRealm(found[0], name);
      },
      async getConfiguration(id) {
        reads.push(`realm ${id}`);
        const realm = realms.get(id);
        if (realm === undefined) return null;
        const none = {
          roles: [],
          groups: [],
          clientScopes: [],
          flows: [],
          authenticatorConfigs: [],
          requiredActions: [],
          components: [],
          identityProviders: [],
        };
        return { version: realm.version, realm: asRealm(id, realm.name), ...none, clientIds: new Map() } satisfies RealmConfiguration;
      },
      versions: async () => new Map([...realms].map(([id, realm]) => [id, realm.version])),
    },
    clients: {
      async get(_, id) {
        reads.push(`client ${id}`);
        return null;
      },
      async findByClientId(_, clientId) {
        reads.push(`client ${clientId}`);
        const name = clients.get(clientId);
        return name === undefined ? null : ({ clientId, name } as unknown as Client);
      },
      search: () => Promise.resolve([]),
    },
  };
  return { directory, realms, clients, reads };
}

describe('the realm cache', () => {
  let fake: ReturnType<typeof createFakeDirectory>;
  beforeEach(() => {
    fake = createFakeDirectory();
    fake.realms.set('1', { version: 1, name: 'acme' });
    fake.clients.set('web', 'Web');
  });

  it('reads a realm once, also for many callers at once', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    await Promise.all([cache.byName('acme'), cache.byName('acme'), cache.byId('1')]);
    await cache.byName('acme');
    expect(fake.reads).toEqual(expect.arrayContaining(['name acme', 'realm 1']));
    expect(fake.reads.length).toBe(2);
  });

  it('shows a change of this node at the next read', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    await cache.byName('acme');
    fake.realms.set('1', { version: 2, name: 'renamed' });
    cache.invalidate('1');
    expect(await cache.byName('acme')).toBeNull();
    expect((await cache.byName('renamed'))?.version).toBe(2);
  });

  it('shows a change of another node after a poll, and realms that came or went', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    await cache.poll();
    await cache.byName('acme');
    expect(await cache.byName('new')).toBeNull();
    expect(await cache.byId('2')).toBeNull();
    fake.realms.set('1', { version: 2, name: 'acme' });
    fake.realms.set('2', { version: 1, name: 'new' });
    expect((await cache.byName('acme'))?.version).toBe(1);
    await cache.poll();
    expect((await cache.byName('acme'))?.version).toBe(2);
    expect((await cache.byName('new'))?.id).toBe('2');
    fake.realms.delete('2');
    await cache.poll();
    expect(await cache.byName('new')).toBeNull();
  });

  it('asks for the versions at every read while it may have missed a change', async () => {
    let upToDate = true;
    const cache = createRealmCache({ directory: fake.directory, upToDate: () => upToDate });
    await cache.byName('acme');
    expect(await cache.byName('renamed')).toBeNull();
    fake.realms.set('1', { version: 2, name: 'renamed' });
    expect((await cache.byId('1'))?.version).toBe(1);
    upToDate = false;
    expect((await cache.byId('1'))?.version).toBe(2);
    expect((await cache.byName('renamed'))?.version).toBe(2);
    expect(await cache.byName('acme')).toBeNull();
    fake.reads.length = 0;
    await cache.byName('renamed');
    expect(fake.reads).toEqual([]);
  });

  it('finds a realm by its new name after a poll, also when the realm itself was not kept', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    await cache.poll();
    expect(await cache.byName('renamed')).toBeNull();
    fake.realms.set('1', { version: 2, name: 'renamed' });
    await cache.poll();
    expect((await cache.byName('renamed'))?.version).toBe(2);
  });

  it('does not keep what was read before an invalidation', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    const early = cache.byId('1');
    fake.realms.set('1', { version: 2, name: 'acme' });
    cache.invalidate('1');
    await early;
    expect((await cache.byId('1'))?.version).toBe(2);
  });

  it('keeps a client for one version of its realm, and remembers that there is none', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    const realm = await cache.byId('1');
    if (realm === null) throw new Error('the realm is there');
    await cache.client(realm, 'web');
    await cache.client(realm, 'web');
    await cache.client(realm, 'nope');
    await cache.client(realm, 'nope');
    expect(fake.reads.filter((read) => read.startsWith('client'))).toEqual(['client web', 'client nope']);
    fake.realms.set('1', { version: 2, name: 'acme' });
    fake.clients.set('web', 'Other');
    cache.invalidate('1');
    const next = await cache.byId('1');
    expect((await cache.client(next ?? realm, 'web'))?.name).toBe('Other');
  });

  it('stays within its bounds, and unknown names do not drive out known ones', async () => {
    const cache = createRealmCache({ directory: fake.directory, clients: 2 });
    const realm = await cache.byId('1');
    if (realm === null) throw new Error('the realm is there');
    await cache.client(realm, 'web');
    for (let index = 0; index < 2000; index += 1) await cache.client(realm, `unknown-${index}`);
    fake.reads.length = 0;
    await cache.client(realm, 'web');
    expect(fake.reads).toEqual([]);
    for (const name of ['a', 'b']) {
      fake.clients.set(name, name);
      await cache.client(realm, name);
    }
    await cache.client(realm, 'web');
    expect(fake.reads).toContain('client web');
  });

  it('tries again after a read that failed', async () => {
    const cache = createRealmCache({ directory: fake.directory });
    const getConfiguration = fake.directory.realms.getConfiguration;
    let failing = true;
    const cacheOnFailing = createRealmCache({
      directory: {
        ...fake.directory,
        realms: {
          ...fake.directory.realms,
          getConfiguration: (id) => (failing ? Promise.reject(new Error('down')) : getConfiguration(id)),
        },
      },
    });
    await expect(cacheOnFailing.byId('1')).rejects.toThrow('down');
    failing = false;
    expect((await cacheOnFailing.byId('1'))?.name).toBe((await cache.byId('1'))?.name);
  });

  it('is told of every commit that touches configuration, failed ones included', async () => {
    const told: string[] = [];
    const committed: string[] = [];
    const inner = {
      commit: async (realmId: string) => {
        committed.push(realmId);
        if (realmId === 'broken') throw new Error('lost');
      },
    } as unknown as Directory;
    const directory = createInvalidatingDirectory(inner, {
      invalidate: async (realmId) => {
        told.push(realmId);
      },
    });
    await directory.commit('1', [{ kind: 'delete-role', id: 'r' }]);
    await directory.commit('2', [{ kind: 'delete-user', id: 'u' }]);
    await expect(directory.commit('broken', [{ kind: 'delete-role', id: 'r' }])).rejects.toThrow('lost');
    expect([told, committed]).toEqual([
      ['1', 'broken'],
      ['1', '2', 'broken'],
    ]);
  });
});
