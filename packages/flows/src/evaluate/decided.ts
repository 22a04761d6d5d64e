import type { Execution } from '@anteroom/core';
import type { Draft } from './draft.ts';
import type { Stop } from './evaluation.ts';
import type { Ask } from './need.ts';
import { type Decided, type Since, traced } from './traced.ts';

/** The work of an execution, traced: a leaf, or with the alias of its flow a sub-flow. */
export function tracedStep(draft: Draft, execution: Execution, work: Ask<Stop | null>, subFlow: string | null = null): Ask<Stop | null> {
  const { id, requirement, authenticator } = execution;
  const kind = subFlow === null ? 'step' : 'sub-flow';
  const name = subFlow ?? authenticator ?? '';
  return traced(draft, { kind, id, name, requirement }, work, (stop, since) => decidedOf(draft, execution, stop, since));
}

/** What it came to, in words: the authenticator's own, or those that its effects suggest. */
function decidedOf(draft: Draft, execution: Execution, stop: Stop | null, since: Since): Decided {
  const { said } = draft;
  draft.said = null;
  const error = draft.events.slice(since.events).findLast((event) => event.error !== null)?.error ?? null;
  if (stop !== null) {
    switch (stop.kind) {
      case 'challenge':
        return { decision: 'challenge', why: said ?? `shows the page "${stop.view.kind}"${error === null ? '' : ` again: ${error}`}` };
      case 'mailed':
        return { decision: 'mailed', why: said ?? 'goes on behind a mailed link' };
      case 'ended':
        return { decision: 'success', why: said ?? 'there is nobody left to sign in' };
      case 'refused':
        return { decision: 'failed', why: said ?? error ?? stop.message };
    }
  }
  switch (draft.statuses.get(execution.id)) {
    case 'SUCCESS':
      return { decision: 'success', why: said ?? proven(draft, since) };
    case 'SETUP_REQUIRED':
      return { decision: 'set-up', why: said ?? 'the user has not set it up and will be asked to' };
    case 'FAILED':
      return { decision: 'failed', why: said ?? error ?? 'nothing in it succeeded' };
    default:
      return { decision: 'attempted', why: said ?? error ?? 'does not apply' };
  }
}

function proven(draft: Draft, { methods }: Since): string {
  const used = draft.methods.slice(methods);
  return used.length === 0 ? 'passed' : `proven: ${used.join(', ')}`;
}
