import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../api/flow-types.ts';
import { step, subFlow } from './step-builders.ts';
import { leadOf } from './step-lead.ts';

const leads = (...steps: readonly Step[]) => steps.map((_, place) => leadOf(steps, place));
const alternative = { requirement: 'ALTERNATIVE' } as const;

describe('the lead of a step', () => {
  it('joins required steps in their order', () => {
    expect(leads(step('auth-username-form'), step('auth-password-form'))).toEqual(['first', 'next']);
  });

  it('offers alternatives one after the other', () => {
    expect(
      leads(step('auth-cookie', alternative), step('auth-spnego', { requirement: 'DISABLED' }), subFlow('forms', alternative)),
    ).toEqual(['either', 'off', 'otherwise']);
  });

  it('says that an alternative beside a required step is passed over', () => {
    expect(leads(step('auth-cookie', alternative), step('auth-username-password-form'))).toEqual(['ignored', 'first']);
  });

  it('puts conditions before what they decide on, and counts them for nothing else', () => {
    expect(leads(step('conditional-user-configured'), step('conditional-credential'), step('auth-otp-form', alternative))).toEqual([
      'only-if',
      'and-if',
      'either',
    ]);
  });

  it('asks for the conditions of a conditional sub-flow', () => {
    expect(leads(step('auth-username-password-form'), subFlow('2fa', { requirement: 'CONDITIONAL' }))).toEqual(['first', 'if-holds']);
  });

  it('lets a step that only says how the session is kept stand beside alternatives', () => {
    expect(leads(step('transient-session'), step('auth-cookie', alternative), subFlow('forms', alternative))).toEqual([
      'always',
      'either',
      'otherwise',
    ]);
  });
});
