import type { Clock } from '@anteroom/core';
import { type Advanced, type AdvanceInput, advancing } from './evaluate/advance.ts';
import { timedSteps } from './evaluate/trace.ts';
import type { FlowStep } from './flow-engine.ts';
import type { Answering } from './ports/answer-need.ts';

/** Answers needs until there is a step. What a port throws (`busy`, `store_unavailable`) goes to the caller; nothing stays reserved. */
export async function run(input: AdvanceInput, answering: Answering, clock: Clock): Promise<Advanced> {
  const waits: number[] = [];
  try {
    const computation = advancing(input);
    for (let next = computation.next(); ; ) {
      if (next.done) return { ...next.value, step: withTrace(input, next.value, waits) };
      const asked = clock.now().getTime();
      const fact = await answering.answer(next.value);
      waits.push(clock.now().getTime() - asked);
      next = computation.next(fact);
    }
  } finally {
    await answering.close();
  }
}

/** The trace is kept with the state until the login ends, and goes with its outcome. */
function withTrace({ context: { flow } }: AdvanceInput, { step, trace: open }: Advanced, waits: readonly number[]): FlowStep {
  if (open === null) return step;
  const trace = { flowId: flow.id, flow: flow.alias, steps: timedSteps(open, waits) };
  const state = { ...step.state, trace: trace.steps };
  return step.kind === 'complete' ? { ...step, state, trace, outcome: { ...step.outcome, trace } } : { ...step, state, trace };
}
