import { describe, expect, test } from '@jest/globals';
import { createEngineRig, type RigOptions } from '../test-rig/engine-rig.ts';

const alice = { username: 'alice', password: 'alice-pw' };

const rig = (options: Partial<RigOptions> = {}) =>
  createEngineRig({
    flow: [['R', 'auth-username-password-form']],
    realm: { verifyEmail: true },
    users: [{ emailVerified: false }],
    ...options,
  });

async function opened(options: Partial<RigOptions> = {}) {
  const one = rig(options);
  return { ...one, page: await one.post(await one.start(), alice, { tab: 'tab-1', redirectUri: 'https://app.acme.example/cb' }) };
}

describe('VERIFY_EMAIL', () => {
  test('mails a link to the address and waits until it has been confirmed', async () => {
    const { engine, context, page, planned, users, post } = await opened();
    expect(page).toMatchObject({
      kind: 'challenge',
      executionId: 'VERIFY_EMAIL',
      view: { kind: 'verify-email', email: 'alice@acme.example' },
    });
    expect(page.events).toContainEqual(expect.objectContaining({ type: 'SEND_VERIFY_EMAIL' }));
    expect(planned).toEqual([
      expect.objectContaining({
        kind: 'verify-email',
        actions: [],
        redirectUri: 'https://app.acme.example/cb',
        lifespanSeconds: null,
        details: { tab: 'tab-1' },
      }),
    ]);
    const waiting = await post(page, {});
    expect(waiting).toMatchObject({ kind: 'challenge', executionId: 'VERIFY_EMAIL', view: { notice: { key: 'verifyEmailMessage' } } });
    users[0] = { ...users[0]!, emailVerified: true };
    expect(await engine.resume(context(), page.state)).toMatchObject({ kind: 'complete' });
  });

  test('sends nothing when its page is looked at again, and once a minute when it is asked to', async () => {
    const { engine, context, clock, page, planned, post } = await opened();
    await engine.resume(context(), page.state);
    const again = await post(page, { resend: 'on' });
    expect(again).toMatchObject({ view: { notice: { key: 'emailSentMessage' } } });
    expect(planned).toHaveLength(1);
    clock.advance(60_000);
    await post(again, { resend: 'on' });
    await post(again, { resend: 'on' });
    expect(planned).toHaveLength(2);
  });

  test('is not asked of an account without an address, or with a verified one', async () => {
    for (const user of [{ email: null, emailVerified: false }, { emailVerified: true }]) {
      const { page, planned } = await opened({
        users: [{ requiredActions: ['VERIFY_EMAIL'], lastName: 'L', ...user }],
        realm: { realm: 'master' },
      });
      expect([page.kind, planned.length]).toEqual(['complete', 0]);
    }
  });

  test('mails nobody for a question that may show no page', async () => {
    const { start, sessionOf, planned } = createEngineRig({
      flow: [['R', 'auth-cookie']],
      realm: { verifyEmail: true },
      users: [{ emailVerified: false }],
    });
    await start({ session: sessionOf(0), prompt: ['none'] });
    expect(planned).toEqual([]);
  });

  test('binds the link to the password that was set a page before', async () => {
    const { page, post, planned, users } = await opened({
      users: [{ emailVerified: false, requiredActions: ['UPDATE_PASSWORD'] }],
      requiredActions: [{ alias: 'VERIFY_EMAIL', priority: 90 }],
    });
    await post(page, { 'password-new': 'a new one', 'password-confirm': 'a new one' });
    expect(planned.map(({ user }) => user.credentialVersion)).toEqual([users[0]!.credentialVersion + 1]);
  });
});
