import { describe, expect, it } from '@jest/globals';
import type { Flow } from '../../api/flow-types.ts';
import { step, subFlow } from './step-builders.ts';
import { type StepNode, stepTree } from './step-tree.ts';

const flow: Flow = { id: 'f', alias: 'browser', providerId: 'basic-flow', topLevel: true, builtIn: true };
const shown = (nodes: readonly StepNode[]): readonly unknown[] =>
  nodes.flatMap((node) => [`${node.ordinal} ${node.step.displayName} in ${node.holder.alias}`, ...shown(node.children)]);

describe('the tree of steps', () => {
  it('is read from the levels of a flat list', () => {
    const steps = [
      step('auth-cookie', { level: 0 }),
      subFlow('forms', { level: 0 }),
      step('auth-username-password-form', { level: 1 }),
      subFlow('2fa', { level: 1 }),
      step('auth-otp-form', { level: 2 }),
      step('deny-access-authenticator', { level: 0 }),
    ];
    expect(shown(stepTree(flow, steps))).toEqual([
      '1 auth-cookie in browser',
      '2 forms in browser',
      '2.1 auth-username-password-form in forms',
      '2.2 2fa in forms',
      '2.2.1 auth-otp-form in 2fa',
      '3 deny-access-authenticator in browser',
    ]);
  });

  it('knows the siblings of a step and its place among them', () => {
    const [, second] = stepTree(flow, [step('auth-cookie'), step('auth-spnego')]);
    expect([second?.place, second?.siblings.map(({ providerId }) => providerId)]).toEqual([1, ['auth-cookie', 'auth-spnego']]);
  });

  it('takes a sub-flow with a provider for a form, whose steps are parts of the form', () => {
    const [form] = stepTree({ ...flow, alias: 'registration' }, [
      subFlow('registration form', { providerId: 'registration-page-form' }),
      step('registration-user-creation', { level: 1 }),
    ]);
    expect(form?.children[0]?.holder).toEqual({ alias: 'registration form', kind: 'form-flow' });
  });
});
