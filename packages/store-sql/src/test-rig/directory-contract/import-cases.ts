import { readFileSync } from 'node:fs';
import {
  createRealmCache,
  createRealmExporter,
  createRealmImporter,
  createSourceImporter,
  type Directory,
  type IdSource,
  type ImportSource,
  type KeyGenerator,
  type Representation,
  toClientRepresentation,
  toFlowRepresentation,
} from '@anteroom/core';
import { createSequentialIds } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DirectoryPair, OpenDirectoryPair } from '../open-pair.ts';

const read = (name: string): Representation =>
  JSON.parse(readFileSync(new URL(`../../../../testkit/src/fixtures/keycloak/${name}`, import.meta.url), 'utf8'));

const keys: KeyGenerator = {
  generate: async (realm) =>
    ['rsa-generated', 'hmac-generated', 'aes-generated'].map((providerId) => ({
      id: `${realm.id}-${providerId}`.slice(-36),
      name: providerId,
      providerId,
      providerType: 'org.keycloak.keys.KeyProvider',
      parentId: realm.id,
      config: { secret: ['made'], privateKey: ['made'], algorithm: ['HS512'] },
    })),
};

export function importCases(open: OpenDirectoryPair): void {
  let pair: DirectoryPair;
  let ids: IdSource;
  beforeEach(async () => {
    ids = createSequentialIds();
    pair = await open();
  });
  afterEach(() => pair.close());

  function importer(directory = pair.a) {
    return createRealmImporter({
      directory,
      keys,
      hasher: {
        hash: (_, password) => Promise.resolve({ secretData: { value: `hash of ${password}` }, credentialData: { algorithm: 'argon2' } }),
      },
      authenticators: new Set(),
      clock: pair.clock,
      ids,
    });
  }

  async function exported(directory: Directory, name: string): Promise<Representation> {
    const realm = await createRealmCache({ directory }).byName(name);
    if (realm === null) throw new Error('the realm is there');
    const exporter = createRealmExporter({ directory });
    const users: Representation[] = [];
    for await (const page of exporter.users(realm)) users.push(...page);
    return { ...(await exporter.realm(realm)), users };
  }

  /** A document as a file gives it; `broken` makes reading fail behind so many users. */
  function sourceOf(document: Representation, broken = Number.POSITIVE_INFINITY): ImportSource {
    const { users = [], ...rest } = document as { users?: readonly Representation[] };
    return {
      document: rest,
      served: new Set(users.flatMap((user) => (user.serviceAccountClientId as string | undefined) ?? [])),
      userCount: users.length,
      fingerprint: `of ${String(document.realm)} with ${users.length}`,
      async *users() {
        for (const [index, user] of users.entries()) {
          if (index === broken) throw new Error('the power was cut');
          yield user;
        }
      },
    };
  }

  const many = (count: number): Representation => ({
    ...{ realm: 'large', enabled: true, groups: [{ name: 'Staff' }] },
    clients: [{ clientId: 'robot', serviceAccountsEnabled: true }],
    users: [
      ...Array.from({ length: count - 1 }, (_, index) => ({
        ...{
          username: `user-${index}`,
          email: `user-${index}@large.test`,
          enabled: true,
          groups: ['/Staff'],
          attributes: { n: [`${index}`] },
        },
        credentials: [{ type: 'password', secretData: `{"value":"hash ${index}"}`, credentialData: '{"algorithm":"argon2"}' }],
      })),
      { username: 'service-account-robot', enabled: true, serviceAccountClientId: 'robot' },
    ],
  });

  function sources(directory = pair.a) {
    const hasher = { hash: () => Promise.reject(new Error('nothing is to be hashed')) };
    return createSourceImporter({ directory, importer: importer(directory), hasher, clock: pair.clock, ids });
  }

  describe('importing into the directory', () => {
    it('exports realm acme as it was imported, and imports that into the same realm again: ids, hashes, keys and order', async () => {
      const document = read('acme-realm.json');
      await importer().import(document);
      const first = await exported(pair.a, 'acme');
      // Roles are a set; everything else of a user is in order.
      const withSets = (users: unknown) =>
        (users as { realmRoles: readonly string[] }[]).map((user) => ({ ...user, realmRoles: user.realmRoles.toSorted() }));
      expect(withSets(first.users)).toEqual(withSets(document.users));
      expect(first.requiredActions).toEqual(document.requiredActions);
      const keysOf = (from: Representation) =>
        ((from.components as Representation)['org.keycloak.keys.KeyProvider'] as { id: string }[]).toSorted((a, b) =>
          a.id < b.id ? -1 : 1,
        );
      expect(keysOf(first)).toEqual(keysOf(document));

      // By the other way of importing, over the first one, through the other handle.
      await sources(pair.b).import(sourceOf(first), { strategy: 'overwrite' });
      expect(JSON.stringify(await exported(pair.b, 'acme'))).toBe(JSON.stringify(first));
    });

    it('goes on behind the last batch that was written when an import was interrupted, and keeps the realm closed until then', async () => {
      const document = many(1203);
      await expect(sources().import(sourceOf(document, 1100), { strategy: 'fail' })).rejects.toThrow('power');
      const halfway = await pair.b.realms.findByName('large');
      expect([halfway?.enabled, await pair.b.imports.get(halfway?.id ?? '')]).toEqual([
        false,
        { fingerprint: 'of large with 1203', users: 1000 },
      ]);
      await expect(sources().import(sourceOf(many(7)), { strategy: 'fail' })).rejects.toMatchObject({ code: 'already_exists' });

      const steps: number[] = [];
      const outcome = await sources(pair.b).import(sourceOf(document), { strategy: 'fail', progress: (done) => steps.push(done) });
      expect([outcome.kind, outcome.users, steps]).toEqual(['resumed', 203, [1203]]);
      const realm = await pair.a.realms.findByName('large');
      const all = await pair.a.users.search(realm?.id ?? '', { includeServiceAccounts: true });
      expect([realm?.enabled, await pair.a.imports.get(realm?.id ?? ''), all.length]).toEqual([true, null, 1203]);
      const late = all.find((user) => user.username === 'user-1150');
      expect((await pair.a.credentials.list(realm?.id ?? '', late?.id ?? '')).map(({ secretData }) => secretData)).toEqual([
        { value: 'hash 1150' },
      ]);
      expect(await pair.a.users.count(realm?.id ?? '', { attributes: { n: '1150' } })).toBe(1);
    }, 30_000);

    it('lets one of two processes go on with an import', async () => {
      const document = many(1003);
      await expect(sources().import(sourceOf(document, 600), { strategy: 'fail' })).rejects.toThrow('power');
      const runs = [pair.a, pair.b].map((directory) => sources(directory).import(sourceOf(document), { strategy: 'fail' }));
      const ended = await Promise.allSettled(runs);
      expect(ended.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
      const realm = await pair.b.realms.findByName('large');
      expect(await pair.b.users.count(realm?.id ?? '', { includeServiceAccounts: true })).toBe(1003);
    }, 30_000);

    it('leaves, replaces or refuses a realm of that name', async () => {
      const one = { realm: 'one', enabled: true, users: [{ username: 'ann' }] };
      await sources().import(sourceOf(one), { strategy: 'fail' });
      const before = await pair.a.realms.findByName('one');
      const other = { ...one, id: 'other-id', users: [{ username: 'ben' }, { username: 'cat' }] };
      await expect(sources().import(sourceOf(other), { strategy: 'fail' })).rejects.toMatchObject({ code: 'already_exists' });
      expect((await sources().import(sourceOf(other), { strategy: 'skip' })).kind).toBe('skipped');
      expect(await pair.b.users.count(before?.id ?? '', {})).toBe(1);
      expect(await sources().import(sourceOf(other), { strategy: 'overwrite' })).toMatchObject({ kind: 'imported', replaced: before?.id });
      expect([await pair.b.realms.get(before?.id ?? ''), await pair.b.users.count('other-id', {})]).toEqual([null, 2]);
    });

    it('stores realm acme so that another node reads all of it', async () => {
      const document = read('acme-realm.json');
      await importer().import({ realm: 'master', enabled: true });
      const { realmId } = await importer().import(document);

      const realm = await createRealmCache({ directory: pair.b }).byName('acme');
      if (realm === null) throw new Error('the realm is there');
      expect(realm.id).toBe(realmId);
      expect(await pair.b.users.count(realmId, {})).toBe(11);
      expect(await pair.b.users.count(realmId, { includeServiceAccounts: true })).toBe(12);
      const kim = await pair.b.users.findByUsername(realmId, 'kim');
      const credentials = await pair.b.credentials.list(realmId, kim?.id ?? '');
      expect(credentials.map((credential) => [credential.type, credential.userLabel])).toEqual([
        ['password', null],
        ['otp', 'phone'],
      ]);
      expect(credentials[1]?.secretData).toEqual({ value: 'acmekimtotpsecret123' });
      expect((await pair.b.users.search(realmId, { attributes: { department: 'Research' } })).map((user) => user.username)).toEqual([
        'alice',
      ]);
      expect(realm.realm.smtpServer.password).toBe('smtp-secret');
      expect(realm.realm.attributes.custom).toBe('kept');
      const exported = (document.authenticationFlows as { alias: string }[]).find((flow) => flow.alias === 'acme browser');
      const flow = realm.flowByAlias('acme browser');
      expect(flow === null ? null : toFlowRepresentation(realm, flow)).toEqual(exported);
      const api = await pair.b.clients.findByClientId(realmId, 'acme-api');
      expect(api === null ? null : toClientRepresentation(api).secret).toBe('acme-api-secret');
    });

    it('hashes clear passwords, and lets the administrators of master administer the realm', async () => {
      await importer().import({ realm: 'master', enabled: true });
      const { realmId, report } = await importer().import(read('golden/golden-realm.json'));
      const alice = await pair.b.users.findByUsername(realmId, 'alice');
      expect((await pair.b.credentials.list(realmId, alice?.id ?? '')).map((credential) => credential.secretData)).toEqual([
        { value: 'hash of alice-pw' },
      ]);
      expect(report.some((line) => line.path === 'bruteForceProtected')).toBe(true);
      const master = await createRealmCache({ directory: pair.b }).byName('master');
      expect([...(master?.configuration.clientIds.values() ?? [])]).toContain('golden-realm');
      const admin = master?.configuration.roles.find((role) => role.name === 'admin');
      const owners = new Set(master?.expandRole(admin?.id ?? '').map((role) => master.clientId(role.containerId)));
      expect(owners).toEqual(new Set(['golden-realm', 'master-realm', null]));
    });

    it('refuses a name or an id that is taken, and writes nothing of it', async () => {
      const first = await importer().import({ realm: 'one', enabled: true });
      await expect(importer().import({ realm: 'one' })).rejects.toMatchObject({ code: 'already_exists' });
      await expect(importer().import({ realm: 'two', id: first.realmId })).rejects.toMatchObject({ code: 'already_exists' });
      await expect(importer().import({ realm: 'three', users: [{ username: 'zoe' }, { username: 'ZOE' }] })).rejects.toMatchObject({
        code: 'already_exists',
      });
      expect((await pair.b.realms.list()).map((realm) => realm.realm)).toEqual(['one']);
    });

    it('gives administrators the realms that an interruption kept from them', async () => {
      const one = importer();
      await one.import({ realm: 'early', enabled: true });
      await one.import({ realm: 'master', enabled: true });
      await one.ensureAdministration();
      await one.ensureAdministration();
      const master = await createRealmCache({ directory: pair.b }).byName('master');
      expect([...(master?.configuration.clientIds.values() ?? [])].filter((name) => name.endsWith('-realm')).sort()).toEqual([
        'early-realm',
        'master-realm',
      ]);
    });

    it('lets the administrators of master administer every realm that several nodes make at once', async () => {
      await importer().import({ realm: 'master', enabled: true });
      const nodes = [importer(pair.a), importer(pair.b)] as const;
      const names = Array.from({ length: 6 }, (_, index) => `realm${index}`);
      await Promise.all(names.map((name, index) => nodes[index % 2]?.import({ realm: name, enabled: true })));
      const master = await createRealmCache({ directory: pair.b }).byName('master');
      const admin = master?.configuration.roles.find((role) => role.name === 'admin');
      const owners = new Set(master?.expandRole(admin?.id ?? '').map((role) => master.clientId(role.containerId)));
      expect([...owners].map(String).sort()).toEqual(['master-realm', 'null', ...names.map((name) => `${name}-realm`)]);
    }, 30_000);

    it('finishes what an interruption left, on several nodes at once', async () => {
      for (const realm of ['early', 'master']) await importer().import({ realm, enabled: true });
      await Promise.all([pair.a, pair.b, pair.a, pair.b].map((directory) => importer(directory).ensureAdministration()));
      const master = await createRealmCache({ directory: pair.b }).byName('master');
      expect([...(master?.configuration.clientIds.values() ?? [])].filter((name) => name === 'early-realm')).toHaveLength(1);
    }, 30_000);

    it('lists flows in the order of Keycloak', async () => {
      const { realmId } = await importer().import({ realm: 'one', enabled: true });
      const flows = (await pair.b.realms.getConfiguration(realmId))?.flows.filter((flow) => flow.topLevel).map((flow) => flow.alias);
      expect(flows).toEqual([
        'browser',
        'direct grant',
        'registration',
        'reset credentials',
        'clients',
        'first broker login',
        'docker auth',
      ]);
    });
  });
}
