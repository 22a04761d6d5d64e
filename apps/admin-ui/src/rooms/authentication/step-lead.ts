import type { Step } from '../../api/flow-types.ts';

/** How a step is joined to the ones before it, as its flow is evaluated. */
export type Lead =
  | 'off'
  /** Says how the session is kept, before anything else. */
  | 'always'
  | 'only-if'
  | 'and-if'
  | 'first'
  | 'next'
  /** A conditional sub-flow. */
  | 'if-holds'
  | 'either'
  | 'otherwise'
  /** An alternative beside required steps: Keycloak passes over it without a word. */
  | 'ignored';

/** Steps that only say how the session of the sign-in is kept. */
const PERSISTENCE = new Set(['transient-session', 'session-persistence']);

const isCondition = (step: Step): boolean => step.providerId?.startsWith('conditional-') ?? false;

const isRequired = ({ requirement }: Step) => requirement === 'REQUIRED' || requirement === 'CONDITIONAL';

/** The lead of the step at a place among its siblings. Conditions and persistence count neither as required nor as alternative. */
export function leadOf(siblings: readonly Step[], place: number): Lead {
  const step = siblings[place]!;
  if (step.requirement === 'DISABLED') return 'off';
  if (PERSISTENCE.has(step.providerId ?? '')) return 'always';
  const on = (other: Step) => other.requirement !== 'DISABLED';
  const before = siblings.slice(0, place).filter(on);
  if (isCondition(step)) return before.some(isCondition) ? 'and-if' : 'only-if';
  const counts = (other: Step) => on(other) && !isCondition(other) && !PERSISTENCE.has(other.providerId ?? '');
  if (step.requirement === 'CONDITIONAL') return 'if-holds';
  if (step.requirement === 'REQUIRED') return before.some((other) => counts(other) && isRequired(other)) ? 'next' : 'first';
  if (siblings.some((other) => counts(other) && isRequired(other))) return 'ignored';
  return before.some(counts) ? 'otherwise' : 'either';
}
