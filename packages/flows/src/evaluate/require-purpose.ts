import type { FlowPurpose } from '../flow-engine.ts';
import type { Draft } from './draft.ts';
import { FlowDenied } from './flow-denied.ts';

/** A step that lets somebody through without a proof stands in no flow but its own. */
export function requirePurpose(draft: Draft, purpose: FlowPurpose): void {
  if (draft.context.purpose !== purpose) throw new FlowDenied('flow_misconfigured', `a step of ${purpose} stands in a flow of another use`);
}
