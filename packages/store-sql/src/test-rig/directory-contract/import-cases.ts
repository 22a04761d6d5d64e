import { readFileSync } from 'node:fs';
import {
  createRealmCache,
  createRealmImporter,
  type IdSource,
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

  describe('importing into the directory', () => {
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
