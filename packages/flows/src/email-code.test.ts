import type { Change } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import type { FlowStep } from './flow-engine.ts';
import { createEngineRig, type RigOptions } from './test-rig/engine-rig.ts';
import type { Node } from './test-rig/flow-tree.ts';

const alice = { username: 'alice', password: 'alice-pw' };
const FLOW: readonly Node[] = [
  ['R', 'auth-username-password-form'],
  ['R', 'auth-email-code-form'],
];
const rig = (options: Partial<RigOptions> = {}) => createEngineRig({ flow: FLOW, users: [{ emailVerified: true }], ...options });

/** The mail of a step, and the code that the rig makes of it. */
function mailOf(step: FlowStep) {
  const mail = step.changes.find((change): change is Extract<Change, { kind: 'queue-mail' }> => change.kind === 'queue-mail');
  return mail === undefined ? null : { ...mail.message, code: `codeof${mail.message.parameters.word}` };
}

const typed = (step: FlowStep) => ({ emailCode: mailOf(step)?.code ?? '' });

describe('a code by mail', () => {
  test('goes to the confirmed address, through the outbox, and not in clear', async () => {
    const { start, post, clock } = rig();
    const page = await post(await start(), alice);
    expect(page).toMatchObject({ view: { kind: 'email-code', username: 'alice', address: 'a***@acme.example', minutes: 5, error: null } });
    expect(mailOf(page)).toMatchObject({ to: 'alice@acme.example', template: 'email-code', linkId: null, userId: 'user-1' });
    expect(mailOf(page)!.expiresAt.getTime() - clock.now().getTime()).toBeLessThanOrEqual(300_000);
    expect(JSON.stringify(page.state)).not.toContain('codeof');
    expect(await post(page, typed(page))).toMatchObject({ kind: 'complete', outcome: { amr: ['pwd', 'email'] } });
  });

  test('is not sent again by a reload, and once a minute by the button', async () => {
    const { engine, context, start, post, clock } = rig();
    const page = await post(await start(), alice);
    expect(mailOf(await engine.resume(context(), page.state))).toBeNull();
    const early = await post(page, { resend: 'on' });
    expect(early).toMatchObject({ view: { error: { key: 'email-code-wait' } } });
    clock.advance(61_000);
    const again = await post(early, { resend: 'on' });
    expect(mailOf(again)).not.toBeNull();
    expect((await post(again, typed(page))).kind).toBe('challenge');
    expect((await post(again, typed(again))).kind).toBe('complete');
  });

  test('B167 is over after its time, which is ten minutes at most', async () => {
    const { start, post, clock } = rig({
      flow: [
        ['R', 'auth-username-password-form'],
        ['R', 'auth-email-code-form', { lifespan: '86400' }],
      ],
    });
    const page = await post(await start(), alice);
    expect(mailOf(page)!.expiresAt.getTime() - clock.now().getTime()).toBeLessThanOrEqual(600_000);
    clock.advance(601_000);
    expect(await post(page, typed(page))).toMatchObject({ kind: 'challenge', view: { error: { key: 'email-code-expired' } } });
  });

  test('B168 belongs to the login that asked for it', async () => {
    const { start, post, clock } = rig();
    const first = await post(await start(), alice);
    clock.advance(61_000);
    const second = await post(await start(), alice);
    expect((await post(second, typed(first))).kind).toBe('challenge');
    expect((await post(first, typed(first))).kind).toBe('complete');
  });

  test('B166 is used once', async () => {
    const { engine, context, start, post } = rig();
    const page = await post(await start(), alice);
    expect((await post(page, typed(page))).kind).toBe('complete');
    expect((await engine.submit(context(), page.state, 'auth-email-code-form', typed(page))).kind).toBe('challenge');
  });

  test('is guessed five times and no more', async () => {
    const { start, post } = rig();
    const page = await post(await start(), alice);
    let shown = page;
    for (let guess = 0; guess < 5; guess += 1) shown = await post(shown, { emailCode: String(guess) });
    expect(shown).toMatchObject({ view: { error: { key: 'email-code-expired' } } });
    expect((await post(shown, typed(page))).kind).toBe('challenge');
  });

  test('is no way on for an address that nobody has confirmed', async () => {
    const { start, post } = rig({ users: [{ emailVerified: false }] });
    expect(await post(await start(), alice)).toMatchObject({ kind: 'refused', refusal: 'account_not_set_up' });
  });

  test('counts as a failure of the account', async () => {
    const { start, post } = rig({ realm: { bruteForceProtected: true, failureFactor: 2, quickLoginCheckMilliSeconds: 0 } });
    const page = await post(await start(), alice);
    let shown = page;
    for (const wrong of ['1', '2', '3']) shown = await post(shown, { emailCode: wrong });
    expect((await post(shown, typed(page))).kind).toBe('challenge');
  });
});
