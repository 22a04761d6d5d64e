import type { TraceStep } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import type { Condition } from './evaluate/authenticator.ts';
import { createEngineRig } from './test-rig/engine-rig.ts';
import { BROWSER, DIRECT_GRANT } from './test-rig/flow-tree.ts';

const KEPT = { eventsEnabled: true };
const alice = { username: 'alice', password: 'alice-pw' };
const rig = (options: Partial<Parameters<typeof createEngineRig>[0]> = {}) =>
  createEngineRig({ flow: BROWSER, realm: KEPT, otp: [{}], ...options });

const lines = (steps: readonly TraceStep[] | undefined) =>
  (steps ?? []).map(({ request, level, name, decision, why }) => `${request}${'.'.repeat(level)} ${name} ${decision}: ${why}`);

describe('the trace of a login', () => {
  test('says of every execution that ran what it decided and why, over all requests, and goes with the outcome', async () => {
    const { start, post, code } = rig();
    const done = await post(await post(await start(), alice), { otp: code() });
    expect(done).toMatchObject({ kind: 'complete', outcome: { trace: { flow: 'the flow' } } });
    expect(lines(done.trace?.steps)).toEqual([
      '1 auth-cookie attempted: this browser has no session',
      '1 identity-provider-redirector attempted: is not available here',
      '1 Organization failed: nothing in it succeeded',
      '1. conditional-user-configured false: does not hold',
      '1. Browser - Conditional Organization skipped: a condition of it does not hold',
      '1 forms challenge: shows the page "login"',
      '1. auth-username-password-form challenge: shows the page "login"',
      '2 auth-username-password-form success: proven: password',
      '2 forms challenge: shows the page "otp"',
      '2. conditional-user-configured true: holds',
      '2. conditional-credential true: holds (credentials=webauthn-passwordless)',
      '2. Browser - Conditional 2FA challenge: shows the page "otp"',
      '2.. auth-otp-form challenge: shows the page "otp"',
      '3 auth-otp-form success: proven: otp',
    ]);
  });

  test('says why somebody was not let in, beside the event that tells of it', async () => {
    const { start, post } = rig();
    const again = await post(await start(), { ...alice, password: 'no' });
    expect(again).toMatchObject({ kind: 'challenge', events: [{ error: 'invalid_user_credentials' }] });
    expect(lines(again.trace?.steps).at(-1)).toBe(
      '2 auth-username-password-form challenge: shows the page "login" again: invalid_user_credentials',
    );
    const { direct } = rig({ flow: [...DIRECT_GRANT, ['R', 'deny-access-authenticator']] });
    const refused = await direct({ ...alice, otp: '000000' });
    expect(lines(refused.trace?.steps).at(-1)).toBe('1. direct-grant-validate-otp failed: invalid_user_credentials');
  });

  test('names a refusal that no execution has named, with an event', async () => {
    const { direct } = rig({
      flow: [
        ['R', 'direct-grant-validate-username'],
        ['R', 'my-sms'],
      ],
    });
    const refused = await direct(alice);
    expect(refused).toMatchObject({ events: [{ type: 'LOGIN_ERROR', error: 'flow_misconfigured' }] });
    expect(lines(refused.trace?.steps).at(-1)).toBe('1 my-sms denied: authenticator my-sms is not available here');
  });

  test("holds nothing of what was typed, and nothing of what somebody else's code threw", async () => {
    const leaking: Condition = {
      id: 'conditional-leaking',
      *matches({ draft }) {
        throw new Error(`cannot judge ${draft.form?.password}`);
      },
    };
    const { direct } = rig({
      flow: [
        ...DIRECT_GRANT.slice(0, 2),
        [
          'C',
          'sub',
          [
            ['R', 'conditional-leaking'],
            ['R', 'allow-access-authenticator'],
          ],
        ],
      ],
      conditions: [leaking],
    });
    const refused = await direct(alice);
    expect(refused).toMatchObject({ kind: 'refused', refusal: 'internal' });
    expect(JSON.stringify(refused.trace)).not.toContain('alice-pw');
    expect(lines(refused.trace?.steps).at(-1)).toBe('1 conditional-leaking denied: it failed with an error');
  });

  test('says how long each execution waited', async () => {
    const { engine, context, clock, hasher } = rig();
    const verify = hasher.verify;
    hasher.verify = async (...given) => {
      clock.advance(40);
      return verify(...given);
    };
    const page = await engine.start(context());
    if (page.kind !== 'challenge') throw new Error('no page');
    const next = await engine.submit(context(), page.state, page.executionId, alice);
    expect(next.trace?.steps.filter(({ ms }) => ms > 0).map(({ request, name, ms }) => [request, name, ms])).toEqual([
      [2, 'auth-username-password-form', 40],
    ]);
  });

  test('goes on over required actions', async () => {
    const { start, post } = rig({ otp: [], users: [{ id: 'user-1', requiredActions: ['UPDATE_PASSWORD'] }] });
    const page = await post(await start(), alice);
    const done = await post(await post(page, {}), { 'password-new': 'n3w', 'password-confirm': 'n3w' });
    expect(lines(done.trace?.steps).filter((line) => line.includes('UPDATE_PASSWORD'))).toEqual([
      '2 UPDATE_PASSWORD challenge: has to be done before the login ends',
      '3 UPDATE_PASSWORD challenge: shows its page again: password_missing',
      '4 UPDATE_PASSWORD success: done',
    ]);
  });

  test('is not made, and nothing of it kept, where the realm keeps no events', async () => {
    const { start, post } = rig({ realm: { eventsEnabled: false } });
    const step = await post(await start(), alice);
    expect(step.trace).toBeNull();
    expect(step.state).not.toHaveProperty('trace');
  });

  test('of a login that goes round in circles stays bounded', async () => {
    const { start, post } = rig();
    let step = await start();
    for (let index = 0; index < 300; index += 1) step = await post(step, { ...alice, password: 'no' });
    expect(step.trace?.steps.length).toBeLessThan(250);
    expect(step.trace?.steps[0]?.request).toBe(1);
  });
});
