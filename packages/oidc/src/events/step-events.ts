import type { FlowEvent, FlowStep } from '@anteroom/flows';
import type { NewLoginEvent } from './login-events.ts';

/**
 * The events of a step, each with what the protocol knows of the request. The last one that tells of a failure, or of a mail that was sent
 * instead of a login, takes the trace of the login along.
 */
export function stepEvents(step: FlowStep, withRequest: (event: FlowEvent) => NewLoginEvent): readonly NewLoginEvent[] {
  const last = step.events.findLastIndex(({ error }) => error !== null || step.kind === 'mailed');
  return step.events.map((event, index) => ({ ...withRequest(event), trace: index === last ? step.trace : null }));
}
