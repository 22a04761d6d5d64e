import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../test-rig/flow-tree.ts';
import { createScriptedFlow, resultOf, SCRIPT } from '../test-rig/scripted.ts';
import { createTranscription } from '../test-rig/transcription.ts';

const leaf = fc.tuple(fc.constantFrom(...(['R', 'R', 'A', 'A', 'C', 'D'] as const)), fc.constantFrom(...Object.keys(SCRIPT)));
const { nodes } = fc.letrec<{ nodes: readonly Node[]; node: Node; sub: Node }>((tie) => ({
  nodes: fc.array(tie('node'), { maxLength: 4, depthIdentifier: 'tree' }),
  node: fc.oneof({ depthIdentifier: 'tree', maxDepth: 3 }, leaf, tie('sub')),
  sub: fc.tuple(fc.constantFrom(...(['R', 'A', 'C', 'C', 'D'] as const)), fc.constantFrom('p', 'q'), tie('nodes')),
}));

/** Some hundreds in every run; `ANTEROOM_TEST_ROUNDS` when somebody wants the full figure. */
const RUNS = Number(process.env.ANTEROOM_TEST_ROUNDS) || 800;

test('every tree comes to what the straight transcription of the algorithm says, page by page and status by status', () => {
  fc.assert(
    fc.property(nodes, (tree) => {
      const flow = createScriptedFlow(tree);
      const model = createTranscription(tree);
      let step = flow.show();
      let expected = model.show();
      for (let pages = 0; pages < 30; pages += 1) {
        expect([resultOf(step), step.state.statuses]).toEqual([expected, model.status]);
        if (step.kind !== 'challenge' || step.state.phase !== 'flow') return;
        const { executionId } = step;
        // A reload in between is no step.
        step = flow.submit(flow.show(step.state), executionId);
        expected = model.submit(executionId);
      }
    }),
    { numRuns: RUNS },
  );
});
