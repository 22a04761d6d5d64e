import type { CustomAuthenticator, CustomRequiredAction, FlowModule } from '@anteroom/core';
import { expect, test } from '@jest/globals';
import { failingFlowModuleCases, flowModuleCases } from './contract.ts';

const page = (error?: string) => ({ title: 'Code', ...(error === undefined ? {} : { error }), fields: [{ name: 'code', label: 'Code' }] });

/** A step with a page, and an action, without a fault. */
const step: CustomAuthenticator = {
  id: 'acme-code',
  displayName: 'Code',
  requiresUser: true,
  authenticate: () => ({ kind: 'challenge', page: page() }),
  action: (_context, { code }) => (code === '4711' ? { kind: 'success' } : { kind: 'challenge', page: page('wrong code') }),
};
const setting: CustomAuthenticator = {
  ...{ id: 'acme-setting', displayName: 'Setting', requiresUser: false, isSetting: true },
  authenticate: () => ({ kind: 'success', clientNotes: { a: 'b' } }),
};
const action: CustomRequiredAction = {
  id: 'acme-phone',
  name: 'Phone',
  show: () => page(),
  submit: (_context, { code = '' }) =>
    code === '' ? { kind: 'challenge', page: page('missing') } : { kind: 'done', attributes: { phone: [code] } },
};
const module = (changes: Partial<CustomAuthenticator> = {}, of: CustomAuthenticator = step): FlowModule => ({
  authenticators: [{ ...of, ...changes }],
});

test('a module without a fault passes every case', async () => {
  expect(await failingFlowModuleCases({ authenticators: [step, setting], requiredActions: [action] })).toEqual([]);
});

let calls = 0;
const [IDS, CHOICES, EVERY, ANSWERS, TYPED, NOTHING_KEPT, EMPTY, SETTING] = flowModuleCases.map(({ name }) => name);
const mutants: readonly (readonly [name: string, module: FlowModule, fails: readonly (string | undefined)[]])[] = [
  ['two steps of one id', { authenticators: [step, step] }, [IDS]],
  ['nothing at all', {}, [IDS]],
  ['a choice without a way to switch it off', module({ requirementChoices: ['REQUIRED', 'ALTERNATIVE'] }), [CHOICES]],
  [
    'a step that writes into what it was given',
    module({
      authenticate: (context) => {
        (context.notes as Record<string, string>).seen = 'yes';
        return { kind: 'attempted' };
      },
    }),
    [EVERY, ANSWERS, TYPED, NOTHING_KEPT, EMPTY],
  ],
  ['an answer that is none', module({ authenticate: () => ({ kind: 'maybe' }) as never }), [ANSWERS]],
  [
    'a page that shows again what was typed',
    module({
      action: (_context, { code = '' }) => ({
        kind: 'challenge',
        page: { ...page(), fields: [{ name: 'code', label: 'Code', value: code }] },
      }),
    }),
    [TYPED],
  ],
  [
    'a counter in the module',
    module({
      authenticate: () => {
        calls += 1;
        return calls > 3 ? { kind: 'attempted' } : { kind: 'challenge', page: page() };
      },
    }),
    [NOTHING_KEPT],
  ],
  ['a form that lets in whoever posts it empty', module({ action: () => ({ kind: 'success' }) }), [EMPTY]],
  ['a setting that asks for something', module({ authenticate: () => ({ kind: 'challenge', page: page() }) }, setting), [SETTING]],
];

test.each(mutants)('%s is noticed, and by nothing else', async (_name, broken, fails) => {
  calls = 0;
  const failing = await failingFlowModuleCases(broken);
  if (fails.includes(NOTHING_KEPT) && fails.length === 1) expect(await failingOf(broken)).toContain(NOTHING_KEPT);
  else expect(failing).toEqual(fails);
});

/** A counter is at another place after each case. */
async function failingOf(broken: FlowModule): Promise<readonly (string | undefined)[]> {
  calls = 0;
  const kept = flowModuleCases.find(({ name }) => name === NOTHING_KEPT);
  return Promise.resolve(kept?.run(broken)).then(
    () => [],
    () => [NOTHING_KEPT],
  );
}
