import type { Execution, TraceDecision, TraceStep } from '@anteroom/core';
import type { Draft } from './draft.ts';
import { FlowDenied } from './flow-denied.ts';
import type { Ask } from './need.ts';
import type { OpenStep } from './trace.ts';

export interface Decided {
  readonly decision: TraceDecision;
  readonly why: string;
}

/** Does the work of one execution and notes what came of it, also when it throws. */
export function* traced<T>(
  draft: Draft,
  { kind, id, name, requirement }: Pick<TraceStep, 'kind' | 'name' | 'requirement'> & { readonly id: string },
  work: Ask<T>,
  decide: (result: T, since: Since) => Decided,
): Ask<T> {
  const { trace } = draft;
  if (trace === null || trace.looking) return yield* work;
  const since: Since = { events: draft.events.length, methods: draft.methods.length };
  const above = trace.running;
  // The conditions of a sub-flow are asked each time it is come to.
  const known = kind === 'condition' ? trace.steps.findIndex((one, at) => at >= trace.from && one.executionId === id) : -1;
  const index = known < 0 ? trace.steps.length : known;
  const step: OpenStep = {
    request: trace.request,
    kind,
    executionId: id,
    name,
    requirement,
    level: trace.level,
    decision: 'denied',
    why: '',
    ms: 0,
  };
  trace.steps[index] = step;
  trace.running = index;
  if (kind === 'sub-flow') trace.level += 1;
  try {
    const result = yield* work;
    Object.assign(step, decide(result, since));
    return result;
  } catch (error) {
    // What somebody else's code throws may hold anything; it is in the log.
    step.why = error instanceof FlowDenied ? error.message : 'it failed with an error';
    throw error;
  } finally {
    trace.running = above;
    if (kind === 'sub-flow') trace.level -= 1;
  }
}

/** What was there before an execution ran. */
export interface Since {
  readonly events: number;
  readonly methods: number;
}

/** Looks at executions without deciding anything about the login. */
export function* looking<T>({ trace }: Draft, work: Ask<T>): Ask<T> {
  if (trace === null || trace.looking) return yield* work;
  trace.looking = true;
  try {
    return yield* work;
  } finally {
    trace.looking = false;
  }
}

/** Something that is decided at once; the same of the same request only once. */
export function note(
  { trace }: Draft,
  execution: Pick<Execution, 'id' | 'requirement'>,
  { kind, name }: Pick<TraceStep, 'kind' | 'name'>,
  { decision, why }: Decided,
): void {
  if (trace === null) return;
  const known = trace.steps.slice(trace.from).some((step) => step.executionId === execution.id && step.decision === decision);
  if (known) return;
  const { id: executionId, requirement } = execution;
  trace.steps.push({ request: trace.request, kind, executionId, name, requirement, level: trace.level, decision, why, ms: 0 });
}

/** Runs a computation and notes for each need which step asks it, so that whoever answers can say how long each step waited. */
export function* withAskers<T>(draft: Draft, work: Ask<T>): Ask<T> {
  let step = work.next();
  while (!step.done) {
    draft.trace?.askers.push(draft.trace.running);
    step = work.next(yield step.value);
  }
  return step.value;
}
