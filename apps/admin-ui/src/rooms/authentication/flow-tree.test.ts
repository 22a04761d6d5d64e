import { describe, expect, it } from '@jest/globals';
import { type FlowTree, type TreeStep, withNewStep, withoutStep, withRequirement, withStepAt } from './flow-tree.ts';

const step = (id: string, flow: FlowTree | null = null): TreeStep => ({ id, provider: flow ? null : id, requirement: 'ALTERNATIVE', flow });
const forms = { alias: 'forms', executions: [step('password'), step('otp'), step('codes')] };
const tree: FlowTree = { id: 'f', alias: 'browser', executions: [step('cookie'), step('spnego'), step('forms', forms)] };
const ids = ({ executions }: FlowTree): readonly unknown[] =>
  executions.map(({ id, provider, flow }) => (flow ? ids(flow) : (id ?? `new ${provider}`)));

describe('a flow as a tree', () => {
  it('changes the requirement of a step at any depth', () => {
    const { executions } = withRequirement(tree, 'otp', 'REQUIRED');
    expect(executions[2]?.flow?.executions.map(({ requirement }) => requirement)).toEqual(['ALTERNATIVE', 'REQUIRED', 'ALTERNATIVE']);
  });

  it('moves a step among its siblings, up and down', () => {
    expect(ids(withStepAt(tree, 'forms', 0))).toEqual([['password', 'otp', 'codes'], 'cookie', 'spnego']);
    expect(ids(withStepAt(tree, 'password', 2))).toEqual(['cookie', 'spnego', ['otp', 'codes', 'password']]);
  });

  it('takes a step out with all that is below it', () => {
    expect(ids(withoutStep(tree, 'forms'))).toEqual(['cookie', 'spnego']);
    expect(ids(withoutStep(tree, 'otp'))).toEqual(['cookie', 'spnego', ['password', 'codes']]);
  });

  it('adds a step at the end of the flow or of a sub-flow', () => {
    const added: TreeStep = { provider: 'transient-session', requirement: 'REQUIRED' };
    expect(ids(withNewStep(tree, 'browser', added)).at(-1)).toBe('new transient-session');
    expect(ids(withNewStep(tree, 'forms', added)).at(-1)).toEqual(['password', 'otp', 'codes', 'new transient-session']);
  });

  it('leaves everything else as it was', () => {
    expect(withRequirement(tree, 'nobody', 'REQUIRED')).toEqual(tree);
  });
});
