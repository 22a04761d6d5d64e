import type { Change, Directory, Role } from '@anteroom/core';
import {
  buildRealm,
  buildUser,
  createMemoryLog,
  createSequentialIds,
  createTestClock,
  type MemoryLog,
  type TestClock,
} from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newDatabaseUrl, openHandle } from '../test-rig/open-acme.ts';
import { createSetUpLink, SET_UP_LINK_MS, type SetUpLink } from './set-up-link.ts';

const master = buildRealm({ id: 'master-id', realm: 'master', defaultRoleId: 'defaults' });
const role = (id: string, composites: readonly string[] = []): Role => ({
  ...{ id, name: id, clientRole: false, containerId: master.id, attributes: {}, composites },
});
const RACERS = 20;
const ACCOUNT = { username: 'Root', password: 'correct-horse-9' };

describe('the set-up link', () => {
  let clock: TestClock;
  let log: MemoryLog;
  let nodes: readonly { readonly directory: Directory; readonly link: SetUpLink }[];
  const commit = (...changes: Change[]) => nodes[0]!.directory.commit(master.id, changes);
  const admins = () => nodes[1]!.directory.users.search(master.id, { roleId: 'admin' });

  beforeEach(async () => {
    clock = createTestClock();
    log = createMemoryLog();
    const url = newDatabaseUrl();
    nodes = await Promise.all(
      [1, 2].map(async (node) => {
        const directory = await openHandle(url, clock);
        const ids = createSequentialIds();
        const uuid = () => `node-${node}-${ids.uuid()}`;
        const link = createSetUpLink({
          ...{ directory, clock, log, ids: { uuid, token: (bytes) => `node-${node}-${ids.token(bytes)}` } },
          passwords: {
            violation: async ({ password }) => (password === 'weak' ? { key: 'invalidPasswordMinLengthMessage', args: [8] } : null),
            planSet: async ({ user, password }) => [
              {
                kind: 'put-credential',
                credential: {
                  ...{ id: uuid(), userId: user.id, type: 'password', userLabel: null, createdAt: clock.now(), priority: 10 },
                  ...{ secretData: { value: password }, credentialData: {} },
                },
              },
            ],
          },
        });
        return { directory, link };
      }),
    );
    await commit(
      { kind: 'put-realm', realm: master },
      { kind: 'put-role', role: role('defaults') },
      { kind: 'put-role', role: role('admin') },
    );
  });
  afterEach(async () => {
    for (const { directory } of nodes) await directory.close();
  });

  const issue = async (node: number) => (await nodes[node]!.link.issue())!;

  it('makes one administrator of realm master, on whichever node it is opened', async () => {
    const { key } = await issue(0);
    expect((await nodes[1]!.link.open(key)).kind).toBe('open');
    expect(await nodes[1]!.link.create(key, ACCOUNT)).toEqual({ kind: 'created', username: 'root' });
    const [admin] = await admins();
    expect(admin).toMatchObject({ username: 'root', enabled: true, requiredActions: [] });
    expect(new Set(admin?.roles)).toEqual(new Set(['admin', 'defaults']));
    expect((await nodes[0]!.directory.credentials.list(master.id, admin!.id)).map(({ secretData }) => secretData.value)).toEqual([
      ACCOUNT.password,
    ]);
    expect(JSON.stringify(log.entries)).not.toContain(key);
  });

  it('is dead once it was used, with every other link of every node', async () => {
    const [one, other] = [await issue(0), await issue(1)];
    await nodes[0]!.link.create(one.key, ACCOUNT);
    for (const { link } of nodes) {
      expect(await link.create(other.key, { ...ACCOUNT, username: 'second' })).toEqual({ kind: 'dead', reason: 'done' });
      expect(await link.open(one.key)).toMatchObject({ kind: 'dead', reason: 'done' });
      expect(await link.issue()).toBeNull();
    }
    expect(await admins()).toHaveLength(1);
  });

  it('stays spent when the administrator it made is gone', async () => {
    const [one, other] = [await issue(0), await issue(1)];
    await nodes[0]!.link.create(one.key, ACCOUNT);
    // The last administrator is not deleted by any other way.
    await commit({ kind: 'delete-realm' }, { kind: 'put-realm', realm: master }, { kind: 'put-role', role: role('admin') });
    expect(await admins()).toEqual([]);
    expect(await nodes[0]!.link.open(other.key)).toMatchObject({ kind: 'dead', reason: 'done' });
    expect(await nodes[0]!.link.issue()).toBeNull();
  });

  it('lives for an hour, and a new start gives a new one', async () => {
    const { key, expiresAt } = await issue(0);
    expect(expiresAt.getTime() - clock.now().getTime()).toBe(SET_UP_LINK_MS);
    clock.advance(SET_UP_LINK_MS - 1);
    expect((await nodes[0]!.link.open(key)).kind).toBe('open');
    clock.advance(1);
    expect(await nodes[0]!.link.create(key, ACCOUNT)).toMatchObject({ kind: 'dead', reason: 'expired' });
    const renewed = await issue(0);
    expect(renewed.key).not.toBe(key);
    expect((await nodes[1]!.link.create(renewed.key, ACCOUNT)).kind).toBe('created');
  });

  it('knows no key that it did not give out, nor the hash it keeps', async () => {
    const { key } = await issue(0);
    for (const wrong of ['', 'x', `${key}x`, key.slice(1), key.toUpperCase(), 'set-up-done'])
      expect(await nodes[0]!.link.create(wrong, ACCOUNT)).toMatchObject({ kind: 'dead', reason: 'unknown' });
    expect(await admins()).toEqual([]);
  });

  it.each([
    ['a user holds the role', { kind: 'grant-roles', userId: 'boss', roles: ['admin'] }],
    ['a user holds a role that contains it', { kind: 'grant-roles', userId: 'boss', roles: ['owner'] }],
    ['a user has it by a group of a group that has it', { kind: 'join-group', userId: 'boss', groupId: 'night-shift' }],
  ] satisfies [string, Change][])('gives nothing and takes nothing when %s', async (_name, change) => {
    const { key } = await issue(0);
    const group = { attributes: {}, parentId: null };
    await commit(
      { kind: 'put-role', role: role('owner', ['admin']) },
      { kind: 'put-group', group: { ...group, id: 'admins', name: 'admins', roles: ['owner'] } },
      { kind: 'put-group', group: { ...group, id: 'night-shift', name: 'night-shift', parentId: 'admins', roles: [] } },
      { kind: 'create-user', user: buildUser({ id: 'boss', username: 'boss', email: null, roles: [], groups: [] }) },
      change,
    );
    expect(await nodes[1]!.link.create(key, ACCOUNT)).toMatchObject({ kind: 'dead', reason: 'done' });
    expect(await nodes[1]!.link.issue()).toBeNull();
  });

  it('refuses a user name that is taken and a weak password, and can be used again after that', async () => {
    const { key } = await issue(0);
    await commit({ kind: 'create-user', user: buildUser({ id: 'root-id', username: 'root', email: null, roles: [] }) });
    expect(await nodes[0]!.link.create(key, ACCOUNT)).toMatchObject({ kind: 'refused', field: 'username' });
    expect(await nodes[0]!.link.create(key, { username: 'other', password: 'weak' })).toMatchObject({ kind: 'refused', field: 'password' });
    expect((await nodes[0]!.link.create(key, { ...ACCOUNT, username: 'other' })).kind).toBe('created');
    expect((await admins()).map(({ username }) => username)).toEqual(['other']);
  });

  /** Everybody has found the link good and hashed a password before the first commits. */
  async function race(wrap: (directory: Directory) => Directory) {
    const keys = [await issue(0), await issue(1)];
    let waiting = 0;
    let go = () => {};
    const started = new Promise<void>((resolve) => {
      go = resolve;
    });
    const racers = nodes.map(({ directory }) =>
      createSetUpLink({
        ...{ directory: wrap(directory), clock, log, ids: { uuid: () => crypto.randomUUID(), token: () => '' } },
        passwords: {
          violation: async () => null,
          planSet: async () => {
            waiting += 1;
            if (waiting === RACERS) go();
            await started;
            return [];
          },
        },
      }),
    );
    const results = await Promise.all(
      Array.from({ length: RACERS }, (_, index) =>
        racers[index % 2]!.create(keys[index % 3 === 0 ? 0 : 1]!.key, { ...ACCOUNT, username: `racer-${index}` }),
      ),
    );
    return { made: results.flatMap((result) => (result.kind === 'created' ? [result.username] : [])), results };
  }

  it('lets one of many callers with keys of both nodes make one', async () => {
    const { made, results } = await race((directory) => directory);
    expect(made).toHaveLength(1);
    expect((await admins()).map(({ username }) => username)).toEqual(made);
    expect(results.filter((result) => result.kind === 'dead' && result.reason === 'done')).toHaveLength(RACERS - 1);
  });

  it('would let all of them make one without the mark', async () => {
    const { made } = await race((directory) => ({
      ...directory,
      commit: (realmId, changes) =>
        directory.commit(
          realmId,
          changes.filter(({ kind }) => kind !== 'create-setting'),
        ),
    }));
    expect(made).toHaveLength(RACERS);
  });

  it('is closed by an administrator who is made in another way', async () => {
    const { key } = await issue(0);
    await nodes[1]!.link.close();
    expect(await nodes[0]!.link.create(key, ACCOUNT)).toMatchObject({ kind: 'dead', reason: 'done' });
  });
});
