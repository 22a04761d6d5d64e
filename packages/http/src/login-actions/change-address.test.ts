import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hiddenFields, visibleText } from './test-rig/link-pages.ts';
import { newWorld, type Server, startServer, type World } from './test-rig/open-server.ts';

const PATH = '/realms/acme/login-actions/action-token';
const at = (key: string) => `${PATH}?${new URLSearchParams({ key })}`;
const NEW = { 'password-new': 'Fresh-pw-2030', 'password-confirm': 'Fresh-pw-2030' };

let world: World;
let server: Server;
beforeEach(async () => {
  world = await newWorld({ resetPasswordAllowed: true });
  server = await startServer(world);
});
afterEach(async () => {
  await server.stop();
});

const post = (form: Readonly<Record<string, string>>) => server.request('POST', PATH, { form });
const change = () =>
  server.mail({ kind: 'update-email', actions: [], email: 'alice@new.example', details: { newEmail: 'alice@new.example' } });
const keyIn = (text: string) => new URL(/https:\/\/login\.acme\.example\/\S+/.exec(text)![0]).searchParams.get('key')!;
const mailTo = async (address: string) => (await server.delivered()).find(({ to }) => to === address)!;

describe('a new address', () => {
  test('B180: is confirmed where it is read, by POST alone, and the former one is told with a way back', async () => {
    const { key } = await change();
    expect((await server.delivered()).map(({ to }) => to)).toEqual(['alice@new.example']);
    const page = await server.request('GET', at(key));
    expect(visibleText(page)).toContain('Use alice@new.example as the new e-mail address of your account.');
    expect((await server.user()).email).toBe('alice@acme.example');
    const done = await post(hiddenFields(page));
    expect(visibleText(done)).toContain('The account email has been successfully updated to alice@new.example.');
    expect(await server.user()).toMatchObject({ email: 'alice@new.example', emailVerified: true, credentialVersion: 2 });
    const told = await mailTo('alice@acme.example');
    expect(told.subject).toBe('Your e-mail address was changed');
    expect(told.text).toContain('alice@new.example');
  });

  test('kills the links to the old one, and is itself used once', async () => {
    const { key } = await change();
    const older = await server.mail();
    await post({ key });
    expect(visibleText(await server.request('GET', at(older.key)))).toContain('There is nothing left to do');
    expect(visibleText(await post({ key }))).toContain('already been used');
  });

  test('that somebody else got meanwhile changes nothing and stays to be confirmed', async () => {
    const { link, key } = await change();
    await server.directory.commit(world.realmId, [
      { kind: 'update-user', id: (await server.user('bob')).id, patch: { email: 'alice@new.example' } },
    ]);
    const answer = await post({ key });
    expect([answer?.status, visibleText(answer)]).toEqual([400, expect.stringContaining('Email already exists.')]);
    expect([(await server.user()).email, (await server.row(link.id)).state]).toEqual(['alice@acme.example', 'open']);
  });
});

describe('the way back', () => {
  const undo = async () => {
    await post({ key: (await change()).key });
    return keyIn((await mailTo('alice@acme.example')).text);
  };

  test('restores the address with a new password, ends every session and every other link', async () => {
    const key = await undo();
    // Whoever took the account over changes what they can: the way back stays open.
    await server.directory.commit(world.realmId, [{ kind: 'raise-credential-version', userId: (await server.user()).id }]);
    await server.directory.commit(world.realmId, (await server.plan({ kind: 'undo-email', email: 'alice@new.example' })).changes);
    const theirs = await server.mail();
    const first = await server.request('GET', at(key));
    expect(visibleText(first)).toContain('Make alice@acme.example the e-mail address of your account again.');
    const form = await post(hiddenFields(first));
    const done = await post({ ...hiddenFields(form), ...NEW });
    expect(visibleText(done)).toContain('The address of your account is alice@acme.example again');
    expect(await server.user()).toMatchObject({ email: 'alice@acme.example', emailVerified: true, sessionsNotBefore: world.clock.now() });
    expect(await server.knows('Fresh-pw-2030')).toBe(true);
    expect((await server.row(theirs.link.id)).state).toBe('revoked');
    const states = (await server.directory.links.search(world.realmId, { kind: 'undo-email' })).map(({ state }) => state).sort();
    expect(states).toEqual(['revoked', 'used']);
  });

  test('is open for a week, or as long as the realm says', async () => {
    const key = await undo();
    world.clock.advance(7 * 24 * 60 * 60_000 - 1_000);
    expect((await server.request('GET', at(key)))?.status).toBe(200);
    world.clock.advance(1_000);
    expect(visibleText(await server.request('GET', at(key)))).toContain('Action expired');
  });

  test('is not needed once the address is what it was', async () => {
    const key = await undo();
    await server.directory.commit(world.realmId, [
      { kind: 'update-user', id: (await server.user()).id, patch: { email: 'alice@acme.example' } },
    ]);
    expect(visibleText(await server.request('GET', at(key)))).toContain('There is nothing left to do');
  });
});

describe('UPDATE_EMAIL behind a mailed link', () => {
  test('is done when the link to the new address is on its way', async () => {
    const { link, key } = await server.mail({ actions: ['UPDATE_EMAIL', 'UPDATE_PASSWORD'] });
    const password = await post({ key });
    const form = await post({ ...hiddenFields(password), ...NEW });
    expect(visibleText(form)).toContain('There is nothing left to do');
    const second = await server.mail({ actions: ['UPDATE_EMAIL'] });
    const page = await post({ key: second.key });
    expect(hiddenFields(page)).toEqual({ key: second.key, execution: 'UPDATE_EMAIL' });
    expect(visibleText(await post({ ...hiddenFields(page), email: 'bob@acme.example' }))).toContain('Email already exists.');
    const sent = await post({ ...hiddenFields(page), email: 'Alice@New.example' });
    expect(visibleText(sent)).toContain('A confirmation email has been sent to alice@new.example.');
    await post({ key: keyIn((await mailTo('alice@new.example')).text) });
    expect((await server.user()).email).toBe('alice@new.example');
    expect((await server.row(link.id)).done).toEqual(['UPDATE_PASSWORD']);
  });
});

describe('a session that its owner does not know', () => {
  test('is ended by one press, never by a look, and nothing else changes', async () => {
    const user = await server.user();
    const facts = {
      authTime: world.clock.now(),
      acr: '1',
      amr: ['pwd'],
      rememberMe: false,
      ipAddress: '',
      authMethod: 'openid-connect',
      notes: {},
    };
    const who = { userId: user.id, username: 'alice', browser: true };
    const { session } = await server.sessions.create(await server.realm(), { ...facts, ...who });
    const other = await server.sessions.create(await server.realm(), { ...facts, ...who });
    const details = { sid: session.sid, at: world.clock.now().toISOString(), from: '198.51.100.9', device: 'Firefox, Linux' };
    const { key } = await server.mail({ kind: 'end-session', actions: [], details });
    const [mail] = await server.delivered();
    expect(mail?.text).toContain('198.51.100.9 (Firefox, Linux)');
    const page = await server.request('GET', at(key));
    expect(visibleText(page)).toContain('Was this you?');
    expect(await server.sessions.get(await server.realm(), session.sid)).not.toBeNull();
    expect(visibleText(await post(hiddenFields(page)))).toContain('The session has been ended.');
    expect(await server.sessions.get(await server.realm(), session.sid)).toBeNull();
    expect(await server.sessions.get(await server.realm(), other.session.sid)).not.toBeNull();
    expect((await server.user()).credentialVersion).toBe(user.credentialVersion);
    expect(visibleText(await post({ key }))).toContain('already been used');
  });
});

describe('a changed password', () => {
  test('B182: is told to its owner in the same unit, where the realm has the listener', async () => {
    await server.stop();
    world = await newWorld({ eventsListeners: ['jboss-logging', 'email'] });
    server = await startServer(world);
    const { key } = await server.mail();
    await post({ key, execution: 'UPDATE_PASSWORD', ...NEW });
    const [told] = await server.delivered();
    expect(told).toMatchObject({ to: 'alice@acme.example', subject: 'Update credential' });
    expect(told?.text).toMatch(/^Your password credential was changed on .* UTC from 192\.0\.2\.7\./);
  });
});

describe('a second factor', () => {
  test('B179: is neither taken away nor passed by a reset link, which signs nobody in', async () => {
    const user = await server.user();
    const device = {
      id: 'd0000000-0000-4000-8000-000000000001',
      userId: user.id,
      type: 'otp',
      userLabel: 'phone',
      createdAt: world.clock.now(),
      priority: 20,
    };
    const credential = { ...device, secretData: { value: 'aliceotpsecret123456' }, credentialData: { subType: 'totp' } };
    await server.directory.commit(world.realmId, [{ kind: 'put-credential', credential }]);
    const { key } = await server.mail({ kind: 'reset-credentials' });
    const done = await post({ key, execution: 'UPDATE_PASSWORD', ...NEW });
    expect(visibleText(done)).toContain('Your account has been updated.');
    expect(done?.headers).not.toHaveProperty('set-cookie');
    const types = (await server.directory.credentials.list(world.realmId, user.id)).map(({ type }) => type).sort();
    expect(types).toEqual(['otp', 'password']);
  });
});

describe('an invitation', () => {
  test('sets the first password and verifies the address', async () => {
    await server.directory.commit(world.realmId, [{ kind: 'update-user', id: (await server.user()).id, patch: { emailVerified: false } }]);
    const { key } = await server.mail({ kind: 'invitation' });
    expect((await server.delivered())[0]?.subject).toBe('Your account at Acme');
    const form = await post(hiddenFields(await server.request('GET', at(key))));
    await post({ ...hiddenFields(form), ...NEW });
    expect(await server.knows('Fresh-pw-2030')).toBe(true);
    expect((await server.user()).emailVerified).toBe(true);
  });

  test('that was handed over proves nothing about the mailbox', async () => {
    await server.directory.commit(world.realmId, [{ kind: 'update-user', id: (await server.user()).id, patch: { emailVerified: false } }]);
    const { key } = await server.mail({ kind: 'invitation', handedOver: true });
    expect(await server.delivered()).toEqual([]);
    await post({ key, execution: 'UPDATE_PASSWORD', ...NEW });
    expect((await server.user()).emailVerified).toBe(false);
  });
});
