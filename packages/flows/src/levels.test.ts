import { describe, expect, test } from '@jest/globals';
import type { FlowStep } from './flow-engine.ts';
import { createEngineRig, type RigOptions } from './test-rig/engine-rig.ts';
import type { Node } from './test-rig/flow-tree.ts';

const alice = { username: 'alice', password: 'alice-pw' };
const level = (number: string, maxAge = '36000') =>
  ['R', 'conditional-level-of-authentication', { 'loa-condition-level': number, 'loa-max-age': maxAge }] as const;

/** Keycloak's documented step-up flow: a password for level 1, a code for level 2. */
const flow = (maxAge = '36000'): readonly Node[] => [
  ['A', 'auth-cookie'],
  [
    'A',
    'forms',
    [
      ['C', 'level 1', [level('1'), ['R', 'auth-username-password-form']]],
      ['C', 'level 2', [level('2', maxAge), ['R', 'auth-otp-form']]],
    ],
  ],
];

const MAP = { attributes: { 'acr.loa.map': '{"copper":1,"gold":2}' } };
const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: flow(), otp: [{}], realm: MAP, ...options });

/** The session that a finished login leaves, for the next one. */
function sessionAfter(opened: ReturnType<typeof createEngineRig>, step: FlowStep) {
  if (step.kind !== 'complete') throw new Error(`not complete: ${step.kind}`);
  const session = opened.sessionOf(0, step.outcome.authTime);
  return { ...session, record: { ...session.record, acr: step.outcome.acr, amr: [...step.outcome.amr], notes: { ...step.outcome.notes } } };
}

describe('levels of authentication', () => {
  test('the first is always proven, a higher one when it is asked for', async () => {
    const { start, post } = rig();
    expect(await post(await start(), alice)).toMatchObject({ kind: 'complete', outcome: { acr: 'copper', amr: ['pwd'] } });
    const otp = await post(await start({ acrValues: ['gold'] }), alice, { acrValues: ['gold'] });
    expect(otp).toMatchObject({ kind: 'challenge', executionId: 'auth-otp-form' });
  });

  test('a number asks for a level too, and what has no name is told by its number', async () => {
    const { start, post, code } = rig({ realm: {} });
    const asked = { acrValues: ['2'] };
    const otp = await post(await start(asked), alice, asked);
    expect(await post(otp, { otp: code() }, asked)).toMatchObject({ kind: 'complete', outcome: { acr: '2', amr: ['pwd', 'otp'] } });
  });

  test('of several the lowest will do', async () => {
    const { start, post } = rig();
    const asked = { acrValues: ['gold', 'copper'] };
    expect(await post(await start(asked), alice, asked)).toMatchObject({ kind: 'complete', outcome: { acr: 'copper' } });
  });

  test('a session is stepped up by what is missing, and keeps what it had', async () => {
    const opened = rig();
    const session = sessionAfter(opened, await opened.post(await opened.start(), alice));
    expect(await opened.start({ session })).toMatchObject({ kind: 'complete', outcome: { acr: 'copper', fromSession: true } });
    const asked = { session, acrValues: ['gold'] };
    const otp = await opened.start(asked);
    expect(otp).toMatchObject({ kind: 'challenge', executionId: 'auth-otp-form', view: { username: 'alice' } });
    const done = await opened.post(otp, { otp: opened.code() }, asked);
    expect(done).toMatchObject({ kind: 'complete', outcome: { acr: 'gold', amr: ['pwd', 'otp'], fromSession: false } });
    const stepped = sessionAfter(opened, done);
    expect(await opened.start({ session: stepped, acrValues: ['gold'] })).toMatchObject({
      kind: 'complete',
      outcome: { acr: 'gold', fromSession: true },
    });
  });

  test('a level runs out, and one that may not be kept is proven each time', async () => {
    const opened = rig({ flow: flow('60') });
    const asked = { acrValues: ['gold'] };
    const otp = await opened.post(await opened.start(asked), alice, asked);
    const session = sessionAfter(opened, await opened.post(otp, { otp: opened.code() }, asked));
    expect((await opened.start({ ...asked, session })).kind).toBe('complete');
    opened.clock.advance(61_000);
    expect(await opened.start({ ...asked, session })).toMatchObject({ executionId: 'auth-otp-form' });

    const never = rig({ flow: flow('0') });
    const first = await never.post(await never.start(asked), alice, asked);
    const again = sessionAfter(never, await never.post(first, { otp: never.code() }, asked));
    expect(await never.start({ ...asked, session: again })).toMatchObject({ executionId: 'auth-otp-form' });
  });

  test('prompt=login proves all of them anew', async () => {
    const opened = rig();
    const asked = { acrValues: ['gold'] };
    const otp = await opened.post(await opened.start(asked), alice, asked);
    const session = sessionAfter(opened, await opened.post(otp, { otp: opened.code() }, asked));
    opened.clock.advance(60_000);
    const again = { ...asked, session, prompt: ['login'] };
    const form = await opened.start(again);
    expect(form).toMatchObject({ executionId: 'auth-username-password-form', view: { usernameFixed: true } });
    expect(await opened.post(form, { password: 'alice-pw' }, again)).toMatchObject({ executionId: 'auth-otp-form' });
  });

  test('max_age asks again when the proof is older', async () => {
    const opened = rig();
    const session = sessionAfter(opened, await opened.post(await opened.start(), alice));
    opened.clock.advance(10_000);
    expect((await opened.start({ session, maxAge: 60 })).kind).toBe('complete');
    expect((await opened.start({ session, maxAge: 5 })).kind).toBe('challenge');
  });

  test("the client's own names come first, with its defaults and its floor", async () => {
    const attributes = { 'acr.loa.map': '{"silver":2}', 'default.acr.values': 'silver' };
    const byDefault = rig({ client: { attributes } });
    expect(await byDefault.post(await byDefault.start(), alice)).toMatchObject({ executionId: 'auth-otp-form' });
    const floor = rig({ client: { attributes: { 'acr.loa.map': '{"silver":2}', 'minimum.acr.value': 'silver' } } });
    expect(await floor.post(await floor.start({ acrValues: ['1'] }), alice, { acrValues: ['1'] })).toMatchObject({
      executionId: 'auth-otp-form',
    });
  });

  test('a level above everything the flow has is not promised', async () => {
    const { start, post, code } = rig();
    const asked = { acrValues: ['9'], essentialAcr: ['9'] };
    const otp = await post(await start(asked), alice, asked);
    expect(await post(otp, { otp: code() }, asked)).toMatchObject({ kind: 'complete', outcome: { acr: 'gold' } });
  });

  test('D025 the step of another level does not answer for the one that was asked for', async () => {
    const { engine, context, start, post } = rig();
    const asked = { acrValues: ['gold'] };
    const otp = await post(await start(asked), alice, asked);
    for (const form of [alice, { otp: '' }, { authenticationExecution: 'auth-username-password-form' }] as Record<string, string>[]) {
      expect((await engine.submit(context(asked), otp.state, 'auth-otp-form', form)).kind).not.toBe('complete');
      expect((await engine.submit(context(asked), otp.state, 'auth-username-password-form', form)).kind).not.toBe('complete');
    }
  });

  test('B170 a level that is no number denies', async () => {
    const { start } = rig({
      flow: [
        ['C', 'level', [level('many'), ['R', 'auth-otp-form']]],
        ['R', 'auth-username-password-form'],
      ],
    });
    expect(await start()).toMatchObject({ kind: 'refused', refusal: 'flow_misconfigured' });
  });
});
