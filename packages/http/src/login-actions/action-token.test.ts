import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hiddenFields as hidden, visibleText as text } from './test-rig/link-pages.ts';
import { newWorld, type Server, startServer, type World } from './test-rig/open-server.ts';

const PATH = '/realms/acme/login-actions/action-token';
const at = (key: string) => `${PATH}?${new URLSearchParams({ key })}`;
const NEW = { 'password-new': 'Fresh-pw-2030', 'password-confirm': 'Fresh-pw-2030' };

let world: World;
let server: Server;
beforeEach(async () => {
  world = await newWorld();
  server = await startServer(world);
});
afterEach(async () => {
  await server.stop();
});

const post = (form: Readonly<Record<string, string>>) => server.request('POST', PATH, { form });
const events = async () => (await server.directory.events.searchLogin(world.realmId, {})).map(({ type }) => type).sort();

describe('a mailed link', () => {
  test('shows what would happen and for whom, then the form, then that it is done', async () => {
    const { link, key } = await server.mail({ redirectUri: 'https://app.acme.example/welcome' });
    const first = await server.request('GET', at(key));
    expect(first?.status).toBe(200);
    expect(text(first)).toContain('Perform the following action(s)');
    expect(text(first)).toContain('Update Password');
    expect(text(first)).toContain('alice');
    expect(hidden(first)).toEqual({ key });

    const form = await post(hidden(first));
    expect(form?.status).toBe(200);
    expect(String(form?.body)).toContain('name="password-new"');
    expect(hidden(form)).toEqual({ key, execution: 'UPDATE_PASSWORD' });

    const done = await post({ ...hidden(form), ...NEW });
    expect(done?.status).toBe(200);
    expect(text(done)).toContain('Your account has been updated.');
    expect(String(done?.body)).toContain('href="https://app.acme.example/welcome"');

    expect(await server.knows('Fresh-pw-2030')).toBe(true);
    expect(await server.row(link.id)).toMatchObject({ state: 'used', done: ['UPDATE_PASSWORD'] });
    expect(await server.user()).toMatchObject({ requiredActions: [], credentialVersion: 2 });
    expect(await events()).toEqual(['EXECUTE_ACTIONS', 'UPDATE_CREDENTIAL']);
  });

  test('arrives by mail, minted when the mail is sent, after a restart too', async () => {
    await server.mail();
    await server.stop();
    server = await startServer(world);
    const [mail] = await server.delivered();
    expect(mail).toMatchObject({ to: 'alice@acme.example', subject: 'Update Your Account' });
    const [url] = /https:\/\/login\.acme\.example\/\S+/.exec(mail!.text)!;
    expect(url).toMatch(/^https:\/\/login\.acme\.example\/realms\/acme\/login-actions\/action-token\?key=/);
    const form = await post(hidden(await server.request('GET', url)));
    expect(text(await post({ ...hidden(form), ...NEW }))).toContain('Your account has been updated.');
    expect(await server.delivered()).toHaveLength(1);
  });

  test('outlives the process between each two steps, with sessions in memory', async () => {
    const again = async () => {
      await server.stop();
      server = await startServer(world);
    };
    const { key } = await server.mail();
    await again();
    const first = await server.request('GET', at(key));
    await again();
    const form = await post(hidden(first));
    await again();
    expect(text(await post({ ...hidden(form), ...NEW }))).toContain('Your account has been updated.');
    await again();
    expect(await server.knows('Fresh-pw-2030')).toBe(true);
    expect(text(await server.request('GET', at(key)))).toContain('already been used');
    await again();
    expect(text(await post({ ...hidden(form), 'password-new': 'Other', 'password-confirm': 'Other' }))).toContain('already been used');
    expect(await server.knows('Other')).toBe(false);
  });

  test('is not changed by anybody who only looks', async () => {
    const { link, key } = await server.mail();
    for (let look = 0; look < 25; look += 1) {
      await server.request('GET', at(key));
      await server.request('HEAD', at(key), { cookie: 'KEYCLOAK_IDENTITY=x.y' });
    }
    expect(await server.row(link.id)).toEqual(link);
    expect(await events()).toEqual([]);
    expect(server.mails()).toBe(0);
    expect((await server.request('GET', at(key)))?.status).toBe(200);
  });

  test('shows the form again with its errors and stays good', async () => {
    const { link, key } = await server.mail();
    const page = await post({ key, execution: 'UPDATE_PASSWORD', 'password-new': 'a', 'password-confirm': 'b' });
    expect(page?.status).toBe(200);
    expect(text(page)).toContain("Passwords don't match");
    expect(hidden(page)).toEqual({ key, execution: 'UPDATE_PASSWORD' });
    expect(await server.row(link.id)).toEqual(link);
  });

  test('asks for several actions one by one and marks each', async () => {
    const { link, key } = await server.mail({ actions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'] });
    const first = await post({ key });
    expect(hidden(first)).toMatchObject({ key, execution: 'CONFIGURE_TOTP' });
    await server.directory.commit(world.realmId, [
      { kind: 'mark-link-action', id: link.id, action: 'CONFIGURE_TOTP', at: world.clock.now() },
    ]);
    const stale = await post({ ...hidden(first), totp: '123456' });
    expect(hidden(stale)).toEqual({ key, execution: 'UPDATE_PASSWORD' });
    expect(text(await post({ ...hidden(stale), ...NEW }))).toContain('Your account has been updated.');
  });

  test('without actions only shows that the address works', async () => {
    const { link, key } = await server.mail({ actions: [] });
    expect((await server.request('GET', at(key)))?.status).toBe(200);
    expect(text(await post({ key }))).toContain('Your account has been updated.');
    expect(await server.row(link.id)).toMatchObject({ state: 'used' });
  });

  test('verifies an address by POST, never by GET', async () => {
    await server.directory.commit(world.realmId, [{ kind: 'update-user', id: (await server.user()).id, patch: { emailVerified: false } }]);
    const { key } = await server.mail({ kind: 'verify-email', actions: [] });
    await server.request('GET', at(key));
    expect((await server.user()).emailVerified).toBe(false);
    const done = await post(hidden(await server.request('GET', at(key))));
    expect(text(done)).toContain('Your email address has been verified.');
    expect((await server.user()).emailVerified).toBe(true);
    expect(await events()).toEqual(['VERIFY_EMAIL']);
  });

  test('that verified an address says so when it is opened again, and does nothing again', async () => {
    const { key } = await server.mail({ kind: 'verify-email', actions: [] });
    const unverified = { kind: 'update-user', id: (await server.user()).id, patch: { emailVerified: false } } as const;
    await server.directory.commit(world.realmId, [unverified]);
    await post({ key });
    for (const again of [await server.request('GET', at(key)), await post({ key })]) {
      expect(again?.status).toBe(200);
      expect(text(again)).toContain('Your email address has been verified already.');
    }
    await server.directory.commit(world.realmId, [unverified]);
    expect((await post({ key }))?.status).toBe(400);
    expect((await server.user()).emailVerified).toBe(false);
  });

  test('verifies the address among other actions without a page for it', async () => {
    await server.directory.commit(world.realmId, [{ kind: 'update-user', id: (await server.user()).id, patch: { emailVerified: false } }]);
    const { link, key } = await server.mail({ actions: ['UPDATE_PASSWORD', 'VERIFY_EMAIL'] });
    expect(hidden(await post({ key }))).toEqual({ key, execution: 'UPDATE_PASSWORD' });
    expect((await server.user()).emailVerified).toBe(true);
    expect(await server.row(link.id)).toMatchObject({ state: 'open', done: ['VERIFY_EMAIL'], openedAt: world.clock.now() });
  });

  test('notes when a person first went on from its first page', async () => {
    const { link, key } = await server.mail();
    await server.request('GET', at(key));
    expect((await server.row(link.id)).openedAt).toBeNull();
    const first = world.clock.now();
    await post({ key });
    world.clock.advance(5_000);
    await post({ key });
    expect((await server.row(link.id)).openedAt).toEqual(first);
  });

  test('ends the sessions of the user when asked to, and refuses them from the same commit on', async () => {
    const user = await server.user();
    const facts = {
      userId: user.id,
      username: 'alice',
      authTime: world.clock.now(),
      acr: '1',
      amr: ['pwd'],
      rememberMe: false,
      ipAddress: '',
      authMethod: 'openid-connect',
      notes: {},
    };
    const { session } = await server.sessions.create(await server.realm(), { ...facts, browser: true });
    const { key } = await server.mail();
    world.clock.advance(1_000);
    await post({ key, execution: 'UPDATE_PASSWORD', ...NEW, 'logout-sessions': 'on' });
    expect(await server.sessions.get(await server.realm(), session.sid)).toBeNull();
    expect((await server.user()).sessionsNotBefore).toEqual(world.clock.now());
  });
});

describe('whoever opened it', () => {
  test('is told when somebody else is signed in, whose session is left alone', async () => {
    const bob = await server.user('bob');
    const facts = {
      userId: bob.id,
      username: 'bob',
      authTime: world.clock.now(),
      acr: '1',
      amr: ['pwd'],
      rememberMe: false,
      ipAddress: '',
      authMethod: 'openid-connect',
      notes: {},
    };
    const { session, secret } = await server.sessions.create(await server.realm(), { ...facts, browser: true });
    const cookie = `KEYCLOAK_IDENTITY=${session.sid}.${secret}`;
    const { key } = await server.mail();
    const first = await server.request('GET', at(key), { cookie });
    expect(text(first)).toContain('You are signed in in this browser as bob');
    const done = await server.request('POST', PATH, {
      cookie,
      form: { key, execution: 'UPDATE_PASSWORD', ...NEW, 'logout-sessions': 'on' },
    });
    expect(text(done)).toContain('Your account has been updated.');
    expect(await server.knows('Fresh-pw-2030', 'alice')).toBe(true);
    expect(await server.knows('Fresh-pw-2030', 'bob')).toBe(false);
    const after = await server.sessions.get(await server.realm(), session.sid);
    expect([after?.version, after?.record]).toEqual([session.version, session.record]);
  });

  test('gets no cookie, and nothing that could leak the key', async () => {
    const { key } = await server.mail();
    const pages = [
      await server.request('GET', at(key)),
      await post({ key }),
      await post({ key, execution: 'UPDATE_PASSWORD', ...NEW }),
      await server.request('GET', at(key)),
    ];
    for (const page of pages) {
      expect(page?.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(page?.headers).not.toHaveProperty('set-cookie');
      expect(page?.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(page?.headers['content-security-policy']).not.toContain('unsafe');
    }
    expect(server.log.text()).not.toContain(key);
    expect(server.log.text()).not.toContain('Fresh-pw-2030');
  });
});

describe('one of many', () => {
  test('completes a link; the others are told that it was used', async () => {
    const { key } = await server.mail();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        post({ key, execution: 'UPDATE_PASSWORD', 'password-new': `pw-${index}`, 'password-confirm': `pw-${index}` }),
      ),
    );
    const won = answers.flatMap((answer, index) => (text(answer).includes('Your account has been updated.') ? [index] : []));
    expect(won).toHaveLength(1);
    expect(answers.filter((answer) => answer?.status === 400 && text(answer).includes('already been used'))).toHaveLength(11);
    expect(await server.knows(`pw-${won[0]}`)).toBe(true);
    expect(await events()).toEqual(['EXECUTE_ACTIONS', 'UPDATE_CREDENTIAL']);
    expect((await server.user()).credentialVersion).toBe(2);
  });

  // The passwords of the losers were hashed too, and the lane for expensive hashes answers `busy` beyond 16 that wait.
  test('completes it where passwords are expensive to hash, and nobody is turned away as one too many', async () => {
    const { realm } = await server.realm();
    await server.directory.commit(world.realmId, [
      { kind: 'put-realm', realm: { ...realm, passwordPolicy: 'hashAlgorithm(pbkdf2) and hashIterations(300000)' } },
    ]);
    await server.stop();
    server = await startServer(world);
    const { key } = await server.mail();
    const answers = await Promise.all(Array.from({ length: 40 }, () => post({ key, execution: 'UPDATE_PASSWORD', ...NEW })));
    const statuses = answers.map((answer) => answer?.status).sort();
    expect(statuses).toEqual([200, ...Array(39).fill(400)]);
    expect((await server.user()).credentialVersion).toBe(2);
  });

  test('beyond a hundred that wait is asked to come again, and nothing is hashed for it', async () => {
    const { key } = await server.mail();
    const answers = await Promise.all(Array.from({ length: 130 }, () => post({ key, execution: 'UPDATE_PASSWORD', ...NEW })));
    const withStatus = (status: number) => answers.filter((answer) => answer?.status === status);
    expect([withStatus(200).length, withStatus(400).length, withStatus(503).length]).toEqual([1, 100, 29]);
    for (const answer of withStatus(503)) {
      expect(answer?.headers['retry-after']).toBe('1');
      expect(text(answer)).toContain('try again');
    }
  });
});

describe('a dead link', () => {
  test('says which of its deaths it died, to GET and to POST', async () => {
    const used = await server.mail();
    await post({ key: used.key, execution: 'UPDATE_PASSWORD', ...NEW });
    const replaced = await server.mail();
    const revoked = await server.mail();
    await server.directory.commit(world.realmId, [{ kind: 'revoke-link', id: revoked.link.id }]);
    const outdated = await server.mail();
    await server.directory.commit(world.realmId, [{ kind: 'raise-credential-version', userId: (await server.user()).id }]);
    const expired = await server.mail({ kind: 'verify-email', actions: [], lifespanSeconds: 60 });
    world.clock.advance(60_000);
    const expected = [
      [used.key, 'already been used'],
      [replaced.key, 'A newer link has been sent'],
      [revoked.key, 'withdrawn by an administrator'],
      [outdated.key, 'There is nothing left to do'],
      [expired.key, 'Action expired'],
      ['garbage', 'incomplete or damaged'],
    ] as const;
    for (const [key, words] of expected) {
      for (const answer of [
        await server.request('GET', at(key)),
        await post({ key }),
        await post({ key, execution: 'UPDATE_PASSWORD', ...NEW }),
      ]) {
        expect(answer?.status).toBe(400);
        expect(text(answer)).toContain(words);
      }
    }
  });

  test('that expired can be had again, to the same address, once in a while, by POST alone', async () => {
    const { link, key } = await server.mail({ lifespanSeconds: 600 });
    world.clock.advance(600_000);
    const dead = await server.request('GET', at(key));
    expect(text(dead)).toContain('Send me a new link');
    const outbox = async () => (await server.directory.outbox.search(world.realmId, {})).map(({ to }) => to);
    expect(await outbox()).toHaveLength(1);
    const asked = await Promise.all([1, 2, 3].map(() => post({ ...hidden(dead), requestNew: 'on' })));
    asked.push(await post({ ...hidden(dead), requestNew: 'on' }));
    for (const answer of asked) expect(text(answer)).toContain('You should receive an email shortly');
    expect(await outbox()).toEqual(['alice@acme.example', 'alice@acme.example']);
    expect(server.mails()).toBe(1);
    expect(await server.row(link.id)).toMatchObject({ state: 'replaced' });
  });

  test('that was replaced can be had again once the newer one did not come, in place of that one', async () => {
    const { key } = await server.mail();
    const newer = await server.mail();
    expect(text(await server.request('GET', at(key)))).not.toContain('Send me a new link');
    world.clock.advance(5 * 60_000);
    const dead = await server.request('GET', at(key));
    expect(text(dead)).toContain('A newer link has been sent');
    await post({ ...hidden(dead), requestNew: 'on' });
    expect((await server.row(newer.link.id)).state).toBe('replaced');
    expect(await server.directory.links.search(world.realmId, { state: 'open' })).toHaveLength(1);
  });

  test('to a new address goes there again; a warning is not prolonged', async () => {
    const change = await server.mail({ kind: 'update-email', actions: [], email: 'alice@new.example', lifespanSeconds: 600 });
    const warning = await server.mail({ kind: 'undo-email', email: 'alice@old.example', lifespanSeconds: 600 });
    world.clock.advance(600_000);
    await post({ key: warning.key, requestNew: 'on' });
    await post({ key: change.key, requestNew: 'on' });
    const [last] = await server.directory.outbox.search(world.realmId, { max: 1 });
    expect(last).toMatchObject({ to: 'alice@new.example', template: 'email-update-confirmation' });
    expect(await server.directory.outbox.search(world.realmId, {})).toHaveLength(3);
  });

  test('that was used or revoked cannot', async () => {
    const { link, key } = await server.mail({ lifespanSeconds: 600 });
    await server.directory.commit(world.realmId, [{ kind: 'revoke-link', id: link.id }]);
    world.clock.advance(600_000);
    expect(text(await server.request('GET', at(key)))).not.toContain('Send me a new link');
    await post({ key, requestNew: 'on' });
    expect(server.mails()).toBe(0);
  });
});

describe('a request that makes no sense', () => {
  test('gets a page, never a failure', async () => {
    const { key } = await server.mail();
    const answers = [
      await server.request('GET', PATH),
      await server.request('GET', `${PATH}?key=a&key=b`),
      await server.request('POST', PATH),
      await server.request('POST', PATH, { body: `key=${key}&key=${key}` }),
      await server.request('POST', PATH, { form: {} }),
      await server.request('POST', PATH, { form: { key: 'x'.repeat(20_000) } }),
    ];
    for (const answer of answers) expect(answer?.status).toBe(400);
    expect((await server.request('DELETE', at(key)))?.status).toBe(405);
    expect(await server.request('GET', '/realms/nowhere/login-actions/action-token?key=x')).toBeNull();
    expect(await server.request('GET', '/realms/%E0%A4%A/login-actions/action-token?key=x')).toBeNull();
    expect(await server.request('GET', '/realms/acme/login-actions/authenticate')).toBeNull();
  });

  test('cannot make markup of a name', async () => {
    await server.directory.commit(world.realmId, [
      { kind: 'update-user', id: (await server.user()).id, patch: { username: '<img src=x onerror=alert(1)>' } },
    ]);
    const { key } = await server.mail({ username: '<img src=x onerror=alert(1)>' });
    expect(String((await server.request('GET', at(key)))?.body)).not.toContain('<img src=x');
  });
});
