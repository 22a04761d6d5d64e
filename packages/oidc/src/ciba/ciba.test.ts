import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, createBrowser, type Shown } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { API, claimsOf, logIn, post, refresh, signIn } from '../test-rig/walks.ts';

const BEGIN = '/realms/acme/protocol/openid-connect/ext/ciba/auth';
const GRANT = 'urn:openid:params:grant-type:ciba';

describe('back-channel authentication', () => {
  let rig: FullRig;
  beforeEach(async () => {
    rig = await startFullRig({
      realm: { bruteForceProtected: true, failureFactor: 3, permanentLockout: false },
      client: (client) =>
        client.clientId === 'acme-api' ? { ...client, attributes: { ...client.attributes, 'oidc.ciba.grant.enabled': 'true' } } : client,
    });
  });
  afterEach(() => rig.close());

  const ask = (more: Readonly<Record<string, string>> = {}) =>
    post(rig, { ...API, scope: 'openid', login_hint: 'alice', binding_message: 'K7', ...more }, BEGIN);
  const poll = (id: string) => post(rig, { grant_type: GRANT, auth_req_id: id, ...API });
  const mailed = () => rig.mails.at(-1)?.parameters.url ?? '';
  const say = (browser: Browser, page: Shown, choice: 'accept' | 'cancel') =>
    browser.go(page.page?.action ?? '', { ...page.page?.hidden, [choice]: 'on' });
  const toQuestion = async (url: string, username = 'alice', browser = createBrowser(rig.base)) => {
    const done = await signIn(browser, await browser.go(url), username);
    return { browser, question: done.location === null ? done : await browser.go(done.location.href) };
  };
  const approved = async () => {
    const { body } = await ask();
    const { browser, question } = await toQuestion(mailed());
    await say(browser, question, 'accept');
    return { id: body.auth_req_id as string, browser };
  };
  const lock = async (username: string) => {
    const { id } = rig.users.get(username)!;
    const realm = rig.realm();
    for (let wrong = 0; wrong < 3; wrong += 1) await (await rig.failures.reserve(realm, id, '127.0.0.1')).fail('password');
  };

  it('gives tokens, once, after the person who was asked has logged in and said yes', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({ auth_req_id: expect.stringMatching(/^m\.[\w-]{43}$/), expires_in: 120, interval: 5 });
    expect((await poll(body.auth_req_id)).body.error).toBe('authorization_pending');
    expect(rig.mails.at(-1)).toMatchObject({ to: rig.users.get('alice')?.email, template: 'authentication-request', linkId: null });

    const { browser, question } = await toQuestion(mailed());
    expect(question.page?.view).toMatchObject({ kind: 'consent', bindingMessage: 'K7' });
    const done = await say(browser, question, 'accept');
    expect((await browser.go(done.location?.href ?? '')).page?.view).toMatchObject({ message: { key: 'authenticationRequestApproved' } });

    const tokens = await poll(body.auth_req_id);
    expect(tokens.status).toBe(200);
    expect(claimsOf(tokens.body.access_token).jti).toMatch(/^onrtci:/);
    expect(claimsOf(tokens.body.id_token).sub).toBe(rig.users.get('alice')?.id);
    expect((await refresh(rig, tokens.body.refresh_token)).status).toBe(200);
    expect((await poll(body.auth_req_id)).body.error).toBe('expired_token');
  });

  it('lets one of many polls have the tokens', async () => {
    const { id } = await approved();
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('is found without the mail in a browser where the person is signed in', async () => {
    const { browser } = await logIn(rig);
    await ask();
    const shown = await browser.go('/realms/acme/authentication-requests');
    const question = await browser.go(shown.location?.href ?? '');
    expect(question.page?.view).toMatchObject({ kind: 'consent', bindingMessage: 'K7' });
    expect((await createBrowser(rig.base).go('/realms/acme/authentication-requests')).page?.view).toMatchObject({
      message: { key: 'authenticationRequestGone' },
    });
  });

  it('cannot be answered by somebody else, signed in or not, and leaves their session alone', async () => {
    const { body } = await ask();
    const { browser: other } = await logIn(rig, {}, 'bob');
    const page = await other.go(mailed());
    expect(page.page?.view.kind).toBe('login');
    const { browser: stranger, question } = await toQuestion(mailed(), 'bob');
    const refused = await say(stranger, question, 'accept');
    expect(refused.status).toBe(400);
    expect((await poll(body.auth_req_id)).body.error).not.toBeUndefined();
    const { browser, question: own } = await toQuestion(mailed());
    await say(browser, own, 'accept');
    rig.clock.advance(10);
    expect((await poll(body.auth_req_id)).status).toBe(200);
  });

  it('hears the refusal', async () => {
    const { body } = await ask();
    const { browser, question } = await toQuestion(mailed());
    await say(browser, question, 'cancel');
    expect((await poll(body.auth_req_id)).body.error).toBe('access_denied');
    expect((await createBrowser(rig.base).go(mailed())).page?.view).toMatchObject({ message: { key: 'authenticationRequestGone' } });
  });

  it('is slowed down when it polls too often, and ends after its time', async () => {
    const { body } = await ask({ requested_expiry: '30' });
    expect(body.expires_in).toBe(30);
    await poll(body.auth_req_id);
    expect((await poll(body.auth_req_id)).body.error).toBe('slow_down');
    rig.clock.advance(31);
    expect((await poll(body.auth_req_id)).body.error).toBe('expired_token');
  });

  it('D085: begins for nobody who is disabled or locked out, and says the same as for nobody at all', async () => {
    const nobody = await ask({ login_hint: 'nobody' });
    rig.changeUser('alice', { enabled: false });
    const disabled = await ask();
    rig.changeUser('alice', { enabled: true });
    await lock('alice');
    const locked = await ask();
    expect(nobody).toMatchObject({ status: 400, body: { error: 'unknown_user_id' } });
    expect([disabled, locked]).toEqual([nobody, nobody]);
    expect(rig.mails).toEqual([]);
  });

  it('D085: gives no tokens for somebody who was disabled or locked out after they said yes', async () => {
    const first = await approved();
    rig.changeUser('alice', { enabled: false });
    expect((await poll(first.id)).body.error).toBe('invalid_grant');
    rig.changeUser('alice', { enabled: true });
    const second = await approved();
    await lock('alice');
    expect((await poll(second.id)).body.error).toBe('invalid_grant');
  });

  it('gives no tokens after the session of the answer has ended', async () => {
    const { id } = await approved();
    const [session] = await rig.sessions.listByUser(rig.realm(), rig.users.get('alice')!.id);
    await rig.sessions.end(rig.realm(), session!.sid);
    expect((await poll(id)).body.error).toBe('invalid_grant');
  });

  it('is for the client that asked', async () => {
    const { id } = await approved();
    rig.changeClient('acme-spa', { attributes: { 'oidc.ciba.grant.enabled': 'true' }, publicClient: false, secret: 'web-secret' });
    const other = await post(rig, { grant_type: GRANT, auth_req_id: id, client_id: 'acme-spa', client_secret: 'web-secret' });
    expect(other.body.error).toBe('invalid_grant');
  });

  it('is off unless the client has it on, and refuses what it cannot honour', async () => {
    const errors = async (more: Readonly<Record<string, string>>) => (await ask(more)).body.error;
    expect(await errors({ scope: 'profile' })).toBe('invalid_scope');
    expect(await errors({ login_hint: '' })).toBe('invalid_request');
    expect(await errors({ login_hint_token: 'x' })).toBe('invalid_request');
    expect(await errors({ binding_message: 'x'.repeat(60) })).toBe('invalid_binding_message');
    expect(await errors({ requested_expiry: '-1' })).toBe('invalid_request');
    rig.changeClient('acme-api', { attributes: {} });
    expect(await errors({})).toBe('invalid_grant');
    expect((await poll('m.x')).body.error).toBe('invalid_grant');
  });

  it('fills nobody’s mailbox', async () => {
    for (let count = 0; count < 10; count += 1) await ask();
    expect((await ask()).body.error).toBe('access_denied');
    expect(rig.mails).toHaveLength(10);
  });
});
