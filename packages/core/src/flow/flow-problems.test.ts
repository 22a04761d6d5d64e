import { describe, expect, it } from '@jest/globals';
import { newRealmExport } from '../defaults/new-realm-export.ts';
import type { Execution, Flow, Requirement } from '../directory/flow.ts';
import { flowProblems } from './flow-problems.ts';

type Node = readonly [kind: 'R' | 'A' | 'C' | 'D', name: string, below?: readonly Node[]];
const REQUIREMENT: Readonly<Record<Node[0], Requirement>> = { R: 'REQUIRED', A: 'ALTERNATIVE', C: 'CONDITIONAL', D: 'DISABLED' };

function flowsOf(alias: string, nodes: readonly Node[], topLevel = true): readonly Flow[] {
  const executions = nodes.map(([kind, name, below], index): Execution => {
    const isFlow = below !== undefined;
    return {
      id: name,
      requirement: REQUIREMENT[kind],
      priority: index,
      authenticator: isFlow ? null : name,
      flowId: isFlow ? name : null,
      configId: null,
    };
  });
  const own: Flow = { id: topLevel ? 'top' : alias, alias, providerId: 'basic-flow', topLevel, builtIn: false, executions };
  return [own, ...nodes.flatMap(([, name, below]) => (below === undefined ? [] : flowsOf(name, below, false)))];
}

function problems(nodes: readonly Node[]): readonly string[] {
  const flows = flowsOf('top', nodes);
  return flowProblems(flows[0]!, (id) => flows.find((flow) => flow.id === id) ?? null).map(
    ({ code, path, executionId }) => `${code} ${path.join('/')} ${executionId}`,
  );
}

describe('problems of a flow', () => {
  it.each<readonly [string, readonly Node[], readonly string[]]>([
    [
      'alternatives alone',
      [
        ['A', 'auth-cookie'],
        ['A', 'forms', [['R', 'auth-username-password-form']]],
      ],
      [],
    ],
    [
      'required ones alone',
      [
        ['R', 'a'],
        ['R', 'b'],
        [
          'C',
          'sub',
          [
            ['R', 'conditional-user-role'],
            ['R', 'c'],
          ],
        ],
      ],
      [],
    ],
    [
      'an alternative beside a required one',
      [
        ['R', 'a'],
        ['A', 'b'],
      ],
      ['alternative-ignored top b'],
    ],
    [
      'an alternative beside a conditional one',
      [
        [
          'C',
          'sub',
          [
            ['R', 'conditional-user-role'],
            ['R', 'c'],
          ],
        ],
        ['A', 'b'],
      ],
      ['alternative-ignored top b'],
    ],
    [
      'what is disabled counts for nothing',
      [
        ['D', 'a'],
        ['A', 'b'],
        ['D', 'sub', []],
      ],
      [],
    ],
    [
      'the two steps that say how a session is kept',
      [
        ['R', 'transient-session'],
        ['R', 'session-persistence'],
        ['A', 'b'],
      ],
      [],
    ],
    [
      'the same beside another required one',
      [
        ['R', 'transient-session'],
        ['R', 'a'],
        ['A', 'b'],
      ],
      ['alternative-ignored top b'],
    ],
    ['a conditional sub-flow without a condition', [['C', 'sub', [['R', 'a']]]], ['conditional-without-condition top sub']],
    [
      'its condition disabled',
      [
        [
          'C',
          'sub',
          [
            ['D', 'conditional-user-role'],
            ['R', 'a'],
          ],
        ],
      ],
      ['conditional-without-condition top sub'],
    ],
    [
      'a condition on the top',
      [
        ['R', 'conditional-user-role'],
        ['R', 'a'],
      ],
      ['condition-ignored top conditional-user-role'],
    ],
    [
      'a condition in a required sub-flow',
      [
        [
          'R',
          'sub',
          [
            ['R', 'conditional-user-role'],
            ['R', 'a'],
          ],
        ],
      ],
      ['condition-ignored top conditional-user-role'],
    ],
    ['a step that is conditional', [['C', 'a']], ['conditional-step top a']],
    ['a sub-flow with nothing in it', [['R', 'sub', [['D', 'a']]]], ['empty-sub-flow top sub']],
    ['a conditional one with conditions alone', [['C', 'sub', [['R', 'conditional-user-role']]]], ['empty-sub-flow top sub']],
    [
      'what stands behind a refusal',
      [
        ['R', 'a'],
        ['R', 'deny-access-authenticator'],
        ['R', 'b'],
      ],
      ['unreachable top b'],
    ],
    [
      'what stands behind an alternative that always lets in',
      [
        ['A', 'allow-access-authenticator'],
        ['A', 'b'],
      ],
      ['unreachable top b'],
    ],
    [
      'a required one that always lets in',
      [
        ['R', 'allow-access-authenticator'],
        ['R', 'b'],
      ],
      [],
    ],
    [
      'problems further down, with their way',
      [
        [
          'A',
          'forms',
          [
            ['R', 'a'],
            ['A', 'b'],
          ],
        ],
      ],
      ['alternative-ignored top/forms b'],
    ],
  ])('%s', (_name, nodes, expected) => {
    expect(problems(nodes)).toEqual(expected);
  });

  it('are none in the flows that a new realm has', () => {
    const all = newRealmExport('new').authenticationFlows as {
      alias: string;
      authenticationExecutions: { authenticator?: string; flowAlias?: string; requirement: Requirement; priority: number }[];
    }[];
    const flows = all.map(
      (flow): Flow => ({
        ...(flow as unknown as Flow),
        id: flow.alias,
        executions: flow.authenticationExecutions.map(({ authenticator = null, flowAlias = null, requirement, priority }, index) => ({
          ...{ id: `${flow.alias} ${index}`, requirement, priority, authenticator, flowId: flowAlias, configId: null },
        })),
      }),
    );
    expect(flows.length).toBeGreaterThan(15);
    const find = (id: string) => flows.find((flow) => flow.id === id) ?? null;
    for (const flow of flows.filter(({ topLevel }) => topLevel)) expect(flowProblems(flow, find)).toEqual([]);
  });
});
