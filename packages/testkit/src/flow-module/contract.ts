import assert from 'node:assert/strict';
import {
  type CustomAuthenticator,
  type CustomRequiredAction,
  type CustomStepContext,
  customActionAnswerSchema,
  customAnswerSchema,
  type FlowModule,
  formPageSchema,
} from '@anteroom/core';
import type { TestRunner } from '../test-runner.ts';

export interface FlowModuleCase {
  readonly name: string;
  run(module: FlowModule): Promise<void> | void;
}

/** What nobody may find again in an answer. */
const SECRET = 'typed-secret-7f3a';

const USER = {
  ...{ id: 'user-1', username: 'alice', email: 'alice@acme.example', emailVerified: true, firstName: 'Alice', lastName: 'Adams' },
  attributes: { phone: ['+49 30 1'] },
};

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) for (const inner of Object.values(value)) freeze(inner);
  return value instanceof Date ? value : Object.freeze(value);
}

function contextOf(more: Partial<CustomStepContext> = {}): CustomStepContext & { readonly user: typeof USER } {
  return freeze({
    ...{ realm: { id: 'realm-1', name: 'acme' }, client: { clientId: 'app', attributes: {} }, user: USER, ipAddress: '192.0.2.1' },
    ...{ locale: 'en', scopes: ['openid'], now: new Date('2030-01-01T00:00:00.000Z'), config: {}, notes: {}, parameters: null },
    ...more,
  }) as CustomStepContext & { readonly user: typeof USER };
}

/** Contexts in which a step may find itself. */
function situationsOf({ requiresUser }: CustomAuthenticator): readonly CustomStepContext[] {
  const known = [contextOf(), contextOf({ parameters: { username: 'alice', password: SECRET } }), contextOf({ locale: 'xx', scopes: [] })];
  return requiresUser ? known : [...known, contextOf({ user: null })];
}

const FORMS: readonly Readonly<Record<string, string>>[] = [
  {},
  { password: SECRET, code: SECRET, value: SECRET },
  { code: 'x'.repeat(10_000) },
];

const steps = ({ authenticators = [] }: FlowModule): readonly CustomAuthenticator[] => authenticators;
const actions = ({ requiredActions = [] }: FlowModule): readonly CustomRequiredAction[] => requiredActions;

async function answersOf(step: CustomAuthenticator): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const context of situationsOf(step)) {
    answers.push(await step.authenticate(context));
    if (step.action === undefined) continue;
    for (const form of FORMS) answers.push(await step.action(context, form));
  }
  return answers;
}

/** Every promise of a module of `ANTEROOM_AUTHENTICATORS`, one case each. */
export const flowModuleCases: readonly FlowModuleCase[] = [
  {
    name: 'has steps or required actions, each with an id of its own',
    run(module) {
      const ids = [...steps(module), ...actions(module)].map(({ id }) => id);
      assert.ok(ids.length > 0);
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids) assert.match(id, /^[a-z][a-z0-9_-]{1,63}$/i);
    },
  },
  {
    name: 'offers requirements that exist, and DISABLED among them where there is a choice',
    run(module) {
      for (const { requirementChoices = ['REQUIRED', 'ALTERNATIVE', 'DISABLED'] } of steps(module)) {
        for (const choice of requirementChoices) assert.ok(['REQUIRED', 'ALTERNATIVE', 'DISABLED'].includes(choice));
        assert.ok(requirementChoices.length === 1 || requirementChoices.includes('DISABLED'));
      }
    },
  },
  {
    name: 'answers in every situation, changes nothing of what it was given, and throws at no form',
    async run(module) {
      for (const step of steps(module)) for (const answer of await answersOf(step)) assert.ok(answer !== undefined);
      for (const action of actions(module)) {
        await action.show(contextOf());
        for (const form of FORMS) await action.submit(contextOf(), freeze({ ...form }));
      }
    },
  },
  {
    name: 'answers only what is an answer',
    async run(module) {
      for (const step of steps(module)) for (const answer of await answersOf(step)) customAnswerSchema.parse(answer);
      for (const action of actions(module)) {
        formPageSchema.parse(await action.show(contextOf()));
        for (const form of FORMS) customActionAnswerSchema.parse(await action.submit(contextOf(), form));
      }
    },
  },
  {
    name: 'gives nothing back that was typed, neither in a page nor in words nor in notes',
    async run(module) {
      for (const step of steps(module)) assert.ok(!JSON.stringify(await answersOf(step)).includes(SECRET));
      for (const action of actions(module)) {
        for (const form of FORMS) {
          const answer = await action.submit(contextOf(), form);
          if (answer.kind === 'challenge') assert.ok(!JSON.stringify(answer).includes(SECRET));
        }
      }
    },
  },
  {
    name: 'keeps nothing between logins: the same situation gives the same kind of answer again',
    async run(module) {
      const kinds = (answers: readonly unknown[]) => answers.map((answer) => (answer as { kind: string }).kind);
      for (const step of steps(module)) assert.deepEqual(kinds(await answersOf(step)), kinds(await answersOf(step)));
    },
  },
  {
    name: 'lets nobody in by an empty form',
    async run(module) {
      for (const step of steps(module)) {
        if ((await step.authenticate(contextOf())).kind !== 'challenge') continue;
        const answer = await step.action?.(contextOf(), {});
        assert.notEqual(answer?.kind, 'success');
      }
    },
  },
  {
    name: 'asks nobody anything where it says that it only sets something',
    async run(module) {
      for (const step of steps(module)) {
        if (step.isSetting === undefined) continue;
        assert.equal(step.requiresUser, false);
        for (const context of situationsOf(step)) assert.equal((await step.authenticate(context)).kind, 'success');
      }
    },
  },
];

/** Registers the whole suite for one module. */
export function flowModuleContract(input: { readonly name: string; readonly module: FlowModule; readonly runner: TestRunner }): void {
  input.runner.describe(`flow module contract: ${input.name}`, () => {
    for (const one of flowModuleCases) input.runner.it(one.name, async () => one.run(input.module));
  });
}

/** Names of the cases that a module does not pass. */
export async function failingFlowModuleCases(module: FlowModule): Promise<readonly string[]> {
  const failing: string[] = [];
  for (const one of flowModuleCases) {
    try {
      await one.run(module);
    } catch {
      failing.push(one.name);
    }
  }
  return failing;
}
