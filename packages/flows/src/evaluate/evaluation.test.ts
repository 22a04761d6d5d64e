import { describe, expect, test } from '@jest/globals';
import type { Node } from '../test-rig/flow-tree.ts';
import { createScriptedFlow, resultOf } from '../test-rig/scripted.ts';
import { walk } from '../test-rig/walk.ts';

describe('one flow', () => {
  test.each<readonly [string, readonly Node[], readonly string[]]>([
    ['an empty flow is not successful', [], ['refused invalid_user_credentials']],
    [
      'a flow with everything off is not successful',
      [
        ['D', 's'],
        ['D', 'c'],
      ],
      ['refused invalid_user_credentials'],
    ],
    ['one required', [['R', 's']], ['complete']],
    [
      'all required are run, in order',
      [
        ['R', 'c1'],
        ['R', 's'],
        ['R', 'c2'],
      ],
      ['page c1', 'page c2', 'complete'],
    ],
    [
      'a required one that is only attempted ends it',
      [
        ['R', 's'],
        ['R', 'a'],
        ['R', 'c'],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'a required one that fails answers itself',
      [
        ['R', 's'],
        ['R', 'f'],
        ['R', 'c'],
      ],
      ['refused access_denied'],
    ],
    [
      'a required one that is not set up and cannot be',
      [
        ['R', 's'],
        ['R', 'n'],
      ],
      ['refused account_not_set_up'],
    ],
    [
      'a required one that needs a user before there is one',
      [
        ['R', 'n'],
        ['R', 's'],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'a required one that is set up later counts as passed',
      [
        ['R', 's'],
        ['R', 'u'],
      ],
      ['complete'],
    ],
    [
      'an alternative is not set up later',
      [
        ['R', 's'],
        ['R', 'sub', [['A', 'u']]],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'the first alternative that succeeds is enough',
      [
        ['A', 'a'],
        ['A', 's'],
        ['A', 'c'],
      ],
      ['complete'],
    ],
    [
      'an alternative shows its page',
      [
        ['A', 'a'],
        ['A', 'c'],
        ['A', 's'],
      ],
      ['page c', 'complete'],
    ],
    [
      'after an attempt by its form the next alternative comes',
      [
        ['A', 'k'],
        ['A', 'c'],
      ],
      ['page k', 'page c', 'complete'],
    ],
    [
      'after a failure by its form nothing comes',
      [
        ['A', 'g'],
        ['A', 's'],
      ],
      ['page g', 'refused access_denied'],
    ],
    [
      'an alternative that fails answers itself; no other is tried',
      [
        ['A', 'f'],
        ['A', 's'],
      ],
      ['refused access_denied'],
    ],
    [
      'an alternative that cannot go on gives way to the next',
      [
        ['A', 'n'],
        ['A', 's'],
      ],
      ['complete'],
    ],
    [
      'alternatives that all give way: the first reason counts',
      [
        ['A', 'sub', [['R', 'x']]],
        ['A', 'n'],
      ],
      ['refused flow_misconfigured'],
    ],
    [
      'alternatives beside required ones are dropped',
      [
        ['R', 's'],
        ['A', 'c'],
        ['A', 'f'],
      ],
      ['complete'],
    ],
    [
      'alternatives beside required ones are no way around them',
      [
        ['A', 's'],
        ['R', 'a'],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'alternatives beside a conditional one are dropped, even when it does not apply',
      [
        [
          'C',
          'sub',
          [
            ['R', 'F'],
            ['R', 'c'],
          ],
        ],
        ['A', 's'],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'a condition outside a conditional sub-flow is no execution',
      [
        ['R', 'F'],
        ['R', 's'],
      ],
      ['complete'],
    ],
    ['only conditions: nothing succeeded', [['R', 'T']], ['refused invalid_user_credentials']],
    [
      'conditions leave alternatives alone',
      [
        ['R', 'T'],
        ['A', 's'],
      ],
      ['complete'],
    ],
    ['a leaf that is CONDITIONAL is run as required', [['C', 'c']], ['page c', 'complete']],
    [
      'a missing one among alternatives is passed over',
      [
        ['A', 'x'],
        ['A', 's'],
      ],
      ['complete'],
    ],
    [
      'a missing one that is required refuses',
      [
        ['R', 's'],
        ['R', 'x'],
      ],
      ['refused flow_misconfigured'],
    ],
    [
      'a missing one that is CONDITIONAL refuses',
      [
        ['R', 's'],
        ['C', 'x'],
      ],
      ['refused flow_misconfigured'],
    ],
    [
      'a missing one that is off is not there',
      [
        ['D', 'x'],
        ['R', 's'],
      ],
      ['complete'],
    ],
  ])('%s', (_name, nodes, results) => {
    expect(walk(nodes).results).toEqual(results);
  });
});

describe('statuses', () => {
  test.each<readonly [string, readonly Node[], Readonly<Record<string, string>>]>([
    [
      'of alternatives',
      [
        ['A', 'a'],
        ['A', 'x'],
        ['A', 'n'],
        ['A', 's'],
        ['A', 'c'],
      ],
      { a: 'ATTEMPTED', x: 'ATTEMPTED', n: 'ATTEMPTED', s: 'SUCCESS' },
    ],
    [
      'of required ones',
      [
        ['R', 's'],
        ['R', 'u'],
        ['R', 'f'],
      ],
      { s: 'SUCCESS', u: 'SETUP_REQUIRED', f: 'FAILED' },
    ],
    [
      'of conditions and sub-flows',
      [
        ['R', 's'],
        [
          'C',
          'p',
          [
            ['R', 'T'],
            ['R', 's'],
          ],
        ],
        ['C', 'q', [['R', 'F']]],
      ],
      { s: 'SUCCESS', T: 'EVALUATED_TRUE', 's#2': 'SUCCESS', p: 'SUCCESS', F: 'EVALUATED_FALSE' },
    ],
    [
      'of a page inside a sub-flow',
      [
        ['A', 'q', []],
        ['A', 'p', [['R', 'g']]],
      ],
      { q: 'FAILED', p: 'CHALLENGED', g: 'FAILED' },
    ],
  ])('%s', (_name, nodes, statuses) => {
    expect(walk(nodes).step.state.statuses).toEqual(statuses);
  });

  test('a reload shows the same page and changes nothing', () => {
    const flow = createScriptedFlow([
      ['A', 'a'],
      [
        'A',
        'sub',
        [
          ['R', 'c1'],
          ['R', 'c2'],
        ],
      ],
    ]);
    const shown = flow.show();
    expect(flow.show(shown.state)).toEqual(shown);
  });

  test('the page of another execution does nothing', () => {
    const flow = createScriptedFlow([
      ['R', 'c1'],
      ['R', 'c2'],
    ]);
    const shown = flow.show();
    expect(resultOf(flow.submit(shown, 'c2'))).toBe('page c1');
    expect(resultOf(flow.submit(flow.submit(shown, 'c1'), 'c1'))).toBe('page c2');
  });

  test.each<[string, readonly Node[], readonly Node[], string]>([
    [
      'switched off',
      [
        ['A', 'c1'],
        ['A', 'c2'],
      ],
      [
        ['D', 'c1'],
        ['A', 'c2'],
      ],
      'page c2',
    ],
    [
      'taken away',
      [
        ['R', 's'],
        ['R', 'c1'],
      ],
      [['R', 's']],
      'complete',
    ],
    [
      'in a sub-flow that is switched off',
      [
        ['A', 'p', [['R', 'c1']]],
        ['A', 'c2'],
      ],
      [
        ['D', 'p', [['R', 'c1']]],
        ['A', 'c2'],
      ],
      'page c2',
    ],
  ])('a step that was %s since its page was made proves nothing', (_name, before, after, expected) => {
    const shown = createScriptedFlow(before).show();
    const step = createScriptedFlow(after).submit(shown, 'c1');
    expect([resultOf(shown), resultOf(step), step.state.statuses.c1]).toEqual(['page c1', expected, 'CHALLENGED']);
  });
});

describe('choosing another way', () => {
  const nodes: readonly Node[] = [
    ['A', 'c1'],
    [
      'A',
      'sub',
      [
        ['R', 'c2'],
        ['R', 'c3'],
      ],
    ],
    ['A', 'x'],
    ['A', 'c4'],
  ];
  const flow = createScriptedFlow(nodes);

  test('offers every open alternative, of a sub-flow its first execution', () => {
    const choice = flow.submit(flow.show(), 'c1', { tryAnotherWay: '' });
    expect(choice).toMatchObject({
      view: { kind: 'select-authenticator', options: [{ executionId: 'c1' }, { executionId: 'c2' }, { executionId: 'c4' }] },
    });
  });

  test('goes on where it was chosen', () => {
    const second = flow.submit(flow.show(), 'c1', { authenticationExecution: 'c2' });
    expect(resultOf(second)).toBe('page c2');
    const third = flow.submit(second, 'c2');
    expect(resultOf(third)).toBe('page c3');
    expect(resultOf(flow.submit(third, 'c3'))).toBe('complete');
  });

  test('offers nothing that comes later', () => {
    expect(resultOf(flow.submit(flow.show(), 'c1', { authenticationExecution: 'c3' }))).toBe('refused internal');
  });
});
