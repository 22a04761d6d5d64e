import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AnteroomError,
  type Client,
  type Clock,
  type Directory,
  type IdSource,
  type RealmSnapshot,
  type SignedTokens,
  type Urls,
  type User,
} from '@anteroom/core';
import { createSecretBox, openSqlDirectory } from '@anteroom/store-sql';
import {
  buildClient,
  buildRealmSnapshot,
  buildUser,
  createMemoryLog,
  createSequentialIds,
  createTestClock,
  type TestClock,
} from '@anteroom/testkit';
import { type ActionLinks, createActionLinks } from '../action-links.ts';
import type { OpenLinkDependencies } from '../open-link.ts';

export const urls: Urls = { base: 'https://login.acme.example', issuer: (name) => `https://login.acme.example/realms/${name}` };

export interface AcmeLinks {
  readonly directory: Directory;
  readonly links: ActionLinks;
  /** What `links` opens links with. */
  readonly opening: OpenLinkDependencies;
  readonly signed: SignedTokens;
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly user: User;
  readonly clock: TestClock;
  readonly ids: IdSource;
}

const account = buildClient({ clientId: 'account', redirectUris: ['https://app.acme.example/*'] });
const ACTIONS = [
  { alias: 'CONFIGURE_TOTP', priority: 10 },
  { alias: 'UPDATE_PASSWORD', priority: 30 },
  { alias: 'UPDATE_PROFILE', priority: 40 },
];

export function acmeRealm(overrides: Parameters<typeof buildRealmSnapshot>[0] = {}): RealmSnapshot {
  const requiredActions = ACTIONS.map((action) => ({
    ...action,
    name: action.alias,
    providerId: action.alias,
    enabled: true,
    defaultAction: false,
    config: {},
  }));
  return buildRealmSnapshot({ requiredActions, clients: [account], ...overrides });
}

export function newDatabaseUrl(): string {
  return `sqlite:${join(mkdtempSync(join(tmpdir(), 'anteroom-links-')), 'directory.db')}`;
}

/** Another handle on a database, as another process would have it. */
export async function openHandle(url: string, clock: Clock): Promise<Directory> {
  const { directory } = await openSqlDirectory({
    url,
    secretBox: createSecretBox(new Uint8Array(32).fill(7)),
    clock,
    log: createMemoryLog(),
  });
  return directory;
}

/** Realm acme with alice and client `account` in a fresh SQLite file. */
export async function openAcme(url: string = newDatabaseUrl()): Promise<AcmeLinks> {
  const clock = createTestClock();
  const ids = createSequentialIds();
  const directory = await openHandle(url, clock);
  const realm = acmeRealm();
  const user = buildUser();
  await directory.commit(realm.id, [
    { kind: 'put-realm', realm: realm.realm },
    { kind: 'put-client', client: account },
    { kind: 'create-user', user },
  ]);
  const signed = createTestSigner();
  const realms = { client: (at: RealmSnapshot, clientId: string) => directory.clients.findByClientId(at.id, clientId) };
  const opening = { directory, realms, signed, urls, clock };
  return {
    directory,
    links: createActionLinks({ ...opening, ids }),
    opening,
    signed,
    realm,
    client: account,
    user,
    clock,
    ids,
  };
}

/** HS512 with a key that follows from the realm; what the product signs with is tested where it lives. */
export function createTestSigner(): SignedTokens {
  const mac = (realm: RealmSnapshot, text: string) => createHmac('sha512', `key of ${realm.id}`).update(text).digest();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    async sign(realm, kind, claims) {
      const text = `${part({ alg: 'HS512' })}.${part({ ...claims, iss: urls.issuer(realm.name), typ: kind })}`;
      return `${text}.${mac(realm, text).toString('base64url')}`;
    },
    async verify(realm, kind, token) {
      const at = token.lastIndexOf('.');
      const presented = Buffer.from(token.slice(at + 1), 'base64url');
      const expected = mac(realm, token.slice(0, at));
      const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
      if (presented.length !== expected.length || !timingSafeEqual(presented, expected) || claims.typ !== kind) {
        throw new AnteroomError('invalid_token', 'not signed by this realm');
      }
      return claims;
    },
  };
}
