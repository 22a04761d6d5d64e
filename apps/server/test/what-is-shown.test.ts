import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';
import { type PlantedSecrets, plantSecrets } from './rig/planted-secrets.ts';
import { createReadableRealm, HIDDEN, OF_ALICE, type Read, type ReadableRealm } from './rig/readable-realm.ts';

/** What the rig has nothing of; all the others answer `realm-admin` with 200. */
const EMPTY = [
  'GET /admin/anteroom/realms/{realm}/logins/{id}',
  'GET /admin/anteroom/realms/{realm}/webhooks/{id}',
  'GET /admin/anteroom/realms/{realm}/webhooks/{id}/deliveries',
];
/** Who may see events sees who made them: a name as it was typed, and the ids. */
const EVENTS = ['GET /admin/realms/{realm}/events', 'GET /admin/anteroom/realms/{realm}/logins'];

const USERS = ['realm-admin', 'view-users', 'manage-users'];

type Item = Readonly<Record<string, unknown>>;

/** Everything in an answer that looks like a user, at any depth. */
function usersIn(value: unknown): readonly Item[] {
  if (Array.isArray(value)) return value.flatMap(usersIn);
  if (value === null || typeof value !== 'object') return [];
  const own = value as Item;
  return [...('username' in own && 'createdTimestamp' in own ? [own] : []), ...Object.values(own).flatMap(usersIn)];
}

describe('what administrators are shown', () => {
  let server: InProcessServer;
  let realm: ReadableRealm;
  let secrets: PlantedSecrets;
  const reads: Read[] = [];

  beforeAll(async () => {
    server = await startInProcess();
    realm = await createReadableRealm(server);
    secrets = await plantSecrets(server, realm.ids);
    for (const reader of realm.readers) reads.push(...(await realm.readEverything(reader)));
  }, 300_000);
  afterAll(() => server.stop());

  const found = (text: string, readers: readonly string[], except: readonly string[] = []) =>
    reads
      .filter((read) => read.text.includes(text) && !readers.includes(read.reader) && !except.includes(read.route))
      .map(({ reader, path }) => `${text} is shown to ${reader} by ${path}`);

  it('is read whole by this test', () => {
    const missed = reads.filter(({ reader, status, route }) => reader === 'realm-admin' && status !== 200 && !EMPTY.includes(route));
    // Fine-grained permissions are off; whoami and the server are for administrators of master.
    expect(missed.filter(({ status }) => status !== 501 && status !== 403).map(({ status, route }) => `${status} ${route}`)).toEqual([]);
    expect(reads.length).toBeGreaterThan(3_000);
    process.stderr.write(`what is shown: ${reads.length} answers to ${realm.readers.length} administrators, ${secrets.size} secrets\n`);
  });

  it('D094: a person and a group are told by no route to whoever may not view users', () => {
    expect(OF_ALICE.flatMap((text) => found(text, USERS, EVENTS))).toEqual([]);
    expect(found('budget-of-staff', USERS)).toEqual([]);
    expect(found('worker', [...USERS, 'view-realm', 'manage-realm', 'view-clients', 'manage-clients'])).toEqual([]);
  });

  it('D094: what the profile keeps from administrators is in no answer, found by no search, and not lost when they write', async () => {
    expect(found(HIDDEN, [])).toEqual([]);
    for (const query of [`?q=score:${HIDDEN}`, `?q=phone:phone-of-alice score:${HIDDEN}`]) {
      expect((await realm.call('realm-admin', 'GET', `/users${query}`)).json).toEqual([]);
      expect((await realm.call('realm-admin', 'GET', `/users/count${query}`)).json).toBe(0);
    }
    const { json } = await realm.call('realm-admin', 'GET', `/users/${realm.ids.user}`);
    expect((await realm.call('realm-admin', 'PUT', `/users/${realm.ids.user}`, json)).status).toBe(204);
    const { core } = server;
    const kept = await core.directory.users.get((await core.realms.byName('scratch'))!.id, realm.ids.user!);
    expect(kept?.attributes).toEqual({ phone: ['phone-of-alice'], score: [HIDDEN] });
  });

  it('D094: a user looks in every list as by itself', () => {
    const known = new Map<unknown, Item>();
    const whole = (read: Read) => read.status === 200 && read.route === 'GET /admin/realms/{realm}/users/{id}';
    for (const read of reads.filter(whole)) for (const user of usersIn(JSON.parse(read.text))) known.set(`${read.reader} ${user.id}`, user);
    const shown = reads
      .filter(({ status, reader }) => status === 200 && USERS.includes(reader))
      .flatMap((read) => usersIn(JSON.parse(read.text)).map((user) => [read, user, known.get(`${read.reader} ${user.id}`)] as const));
    const differing = shown.flatMap(([{ path }, user, one]) =>
      one === undefined
        ? []
        : Object.keys(user)
            .filter((key) => key !== 'access' && !(JSON.stringify(one[key]) === JSON.stringify(user[key])))
            .map((key) => `${path}: ${key}`),
    );
    expect(differing).toEqual([]);
    expect(new Set(shown.filter(([, , one]) => one !== undefined).map(([{ route }]) => route)).size).toBeGreaterThan(4);
  });

  // Required actions are not among these: whoever mails them chooses from the list (Keycloak).
  it.each([
    [
      'users',
      '/users',
      'id',
      [
        '',
        '?search=a',
        '?username=alice&exact=true',
        '?email=site.test',
        '?briefRepresentation=true',
        '?q=phone:phone-of-alice',
        '?search=id:ALICE',
      ],
    ],
    ['clients', '/clients', 'id', ['', '?clientId=shop', '?clientId=s&search=true', '?viewableOnly=true', '?max=3']],
    [
      'groups',
      '/groups',
      'id',
      ['', '?search=staff', '?search=staff&exact=true', '?briefRepresentation=false', '?populateHierarchy=false&search=staff'],
    ],
    ['client scopes', '/client-scopes', 'id', ['']],
    ['identity providers', '/identity-provider/instances', 'alias', ['', '?search=i', '?briefRepresentation=true']],
    ['roles', '/roles', 'name', ['', '?search=work', '?briefRepresentation=false']],
    ['components', '/components', 'id', ['', '?type=org.keycloak.keys.KeyProvider']],
    ['flows', '/authentication/flows', 'id', ['']],
  ] as const)('B191: %s are listed and searched for whoever may get them, and for nobody else', async (_, list, key, queries) => {
    for (const reader of realm.readers) {
      for (const query of queries) {
        const { status, json } = await realm.call(reader, 'GET', `${list}${query.replace('ALICE', realm.ids.user!)}`);
        const items = status === 200 ? (json as readonly Item[]) : [];
        const gets = await Promise.all(items.map((item) => realm.call(reader, 'GET', `${list}/${item[key]}`)));
        expect([reader, query, gets.filter((got) => got.status !== 200).length]).toEqual([reader, query, 0]);
        if (reader === 'realm-admin') expect([query, items.length]).not.toEqual([query, 0]);
      }
    }
  });

  it('D095: a secret is in no answer but that to whoever may have it', () => {
    expect(
      [...secrets].flatMap(([secret, readers]) => found(secret, [...readers, ...(readers.length > 0 ? ['realm-admin'] : [])])),
    ).toEqual([]);
    expect(secrets.size).toBeGreaterThan(30);
    // Not for want of looking: those that may are shown it.
    for (const [secret, readers] of secrets)
      for (const reader of readers) expect(reads.some((read) => read.reader === reader && read.text.includes(secret))).toBe(true);
  });
});
