import type { FlowStep } from '../flow-engine.ts';
import type { Node } from './flow-tree.ts';
import { createScriptedFlow, resultOf } from './scripted.ts';

/** Runs to the end, submitting each page that is shown; the results in order. */
export function walk(nodes: readonly Node[]): { readonly results: readonly string[]; readonly step: FlowStep } {
  const flow = createScriptedFlow(nodes);
  let step = flow.show();
  const results = [resultOf(step)];
  while (step.kind === 'challenge' && step.state.phase === 'flow' && results.length < 30) {
    step = flow.submit(step, step.executionId);
    results.push(resultOf(step));
  }
  return { results, step };
}
