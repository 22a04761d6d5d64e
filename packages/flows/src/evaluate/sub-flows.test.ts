import { describe, expect, test } from '@jest/globals';
import type { Node } from '../test-rig/flow-tree.ts';
import { walk } from '../test-rig/walk.ts';

describe('sub-flows', () => {
  test.each<readonly [string, readonly Node[], readonly string[]]>([
    [
      'required: succeeds with its executions',
      [
        ['R', 'sub', [['R', 'c']]],
        ['R', 's'],
      ],
      ['page c', 'complete'],
    ],
    [
      'required: an empty one is not successful',
      [
        ['R', 's'],
        ['R', 'sub', []],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'alternative: an empty one is passed over',
      [
        ['A', 'sub', []],
        ['A', 's'],
      ],
      ['complete'],
    ],
    [
      'alternative: one that fails inside answers itself',
      [
        ['A', 'sub', [['R', 'f']]],
        ['A', 's'],
      ],
      ['refused access_denied'],
    ],
    [
      'alternative: one that cannot go on gives way',
      [
        [
          'A',
          'sub',
          [
            ['R', 's'],
            ['R', 'n'],
          ],
        ],
        ['A', 'c'],
      ],
      ['page c', 'complete'],
    ],
    [
      'alternative: half done after a page, the rest follows',
      [
        ['A', 'a'],
        [
          'A',
          'sub',
          [
            ['R', 'c1'],
            ['R', 'c2'],
          ],
        ],
      ],
      ['page c1', 'page c2', 'complete'],
    ],
    [
      'deep: success climbs to the top',
      [
        ['A', 'one', [['A', 'two', [['R', 'c']]]]],
        ['A', 'f'],
      ],
      ['page c', 'complete'],
    ],
    [
      'deep: what was decided is not asked again',
      [
        [
          'R',
          'one',
          [
            ['R', 'c1'],
            [
              'R',
              'two',
              [
                ['A', 'k'],
                ['A', 'c2'],
              ],
            ],
          ],
        ],
        ['R', 'c3'],
      ],
      ['page c1', 'page k', 'page c2', 'page c3', 'complete'],
    ],
    [
      'conditional: applies when every condition holds',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'T1'],
            ['R', 'T2'],
            ['R', 'c'],
          ],
        ],
      ],
      ['page c', 'complete'],
    ],
    [
      'conditional: does not exist when one does not hold',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'T'],
            ['R', 'F'],
            ['R', 'f'],
          ],
        ],
      ],
      ['complete'],
    ],
    [
      'conditional: does not exist without a condition',
      [
        ['R', 's'],
        ['C', 'sub', [['R', 'f']]],
      ],
      ['complete'],
    ],
    [
      'conditional: a condition that is off does not count',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['D', 'T'],
            ['R', 'f'],
          ],
        ],
      ],
      ['complete'],
    ],
    [
      'conditional: an ALTERNATIVE condition counts like a required one',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['A', 'F'],
            ['R', 'f'],
          ],
        ],
      ],
      ['complete'],
    ],
    [
      'conditional: applies and fails, so the flow fails',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'T'],
            ['R', 'a'],
          ],
        ],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'conditional: applies with nothing inside, so the flow fails',
      [
        ['R', 's'],
        ['C', 'sub', [['R', 'T']]],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'conditional: its alternatives count when it applies',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'T'],
            ['A', 'n'],
            ['A', 'c'],
          ],
        ],
      ],
      ['page c', 'complete'],
    ],
    [
      'conditional: all do not apply, nothing else required: not successful',
      [
        [
          'C',
          'sub',
          [
            ['R', 'F'],
            ['R', 's'],
          ],
        ],
      ],
      ['refused invalid_user_credentials'],
    ],
    [
      'conditional: a condition that throws denies',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'E'],
            ['R', 'f'],
          ],
        ],
      ],
      ['refused internal'],
    ],
    [
      'conditional: a condition that throws in an alternative denies all the same',
      [
        [
          'A',
          'sub',
          [
            ['R', 's'],
            [
              'C',
              'deep',
              [
                ['R', 'E'],
                ['R', 'f'],
              ],
            ],
          ],
        ],
        ['A', 's'],
      ],
      ['refused internal'],
    ],
    [
      'conditional: a missing required one may be the condition, so it refuses',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'x'],
            ['R', 'f'],
          ],
        ],
      ],
      ['refused flow_misconfigured'],
    ],
    [
      'conditional: a missing alternative is passed over',
      [
        ['R', 's'],
        [
          'C',
          'sub',
          [
            ['R', 'T'],
            ['A', 'x'],
            ['A', 'c'],
          ],
        ],
      ],
      ['page c', 'complete'],
    ],
    [
      'off: is not there',
      [
        ['D', 'sub', [['R', 'f']]],
        ['R', 's'],
      ],
      ['complete'],
    ],
  ])('%s', (_name, nodes, results) => {
    expect(walk(nodes).results).toEqual(results);
  });
});
