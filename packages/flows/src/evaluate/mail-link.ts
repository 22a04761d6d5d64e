import type { User } from '@anteroom/core';
import { currentUser, type Draft } from './draft.ts';
import type { Evaluation } from './evaluation.ts';
import { FlowDenied } from './flow-denied.ts';
import { type Ask, ask } from './need.ts';
import { MAIL_PAUSE_MS, ownLocale } from './own-mail.ts';
import { processFlow } from './process-flow.ts';

/**
 * The end of a reset flow in the browser: the link and its mail, as changes. Whatever is in the way (nobody of that name, no address, a
 * mail a moment ago) is known to the event log alone; the answer is the same.
 */
export function* mailLink(evaluation: Evaluation, executionId: string): Ask<void> {
  const { draft } = evaluation;
  const { client, locale, redirectUri = null } = draft.context;
  const user = yield* currentUser(draft);
  if (user === null) return;
  if (user.email === null || user.email === '') return record(draft, user, 'invalid_email');
  const actions = yield* actionsBehind(evaluation, executionId);
  if (actions === null) return record(draft, user, 'email_send_failed');
  // Reserved before it is planned: of many requests at the same moment one sends.
  const until = new Date(draft.now.getTime() + MAIL_PAUSE_MS);
  if (!(yield* ask({ kind: 'use-once', id: `reset-mail-${user.id}`, until }))) return;
  const about = { clientId: client.clientId, redirectUri, locale: ownLocale(user, locale) };
  draft.changes.push(...(yield* ask({ kind: 'plan-link', link: 'reset-credentials', user, actions, ...about })));
  record(draft, user, null);
}

/**
 * What there will be to do behind the link: the rest of the flow, followed as if the link had been opened. It must go through without a
 * page of its own, since the pages of a link hold no login in progress; null when it does not.
 */
function* actionsBehind(evaluation: Evaluation, executionId: string): Ask<readonly string[] | null> {
  const { draft } = evaluation;
  const trial: Draft = {
    ...draft,
    form: null,
    statuses: new Map([...draft.statuses, [executionId, 'SUCCESS'] as const]),
    notes: new Map([...draft.notes].map(([id, notes]) => [id, new Map(notes)])),
    current: null,
    selector: null,
    methods: [],
    setup: new Set(),
    finished: new Set(),
    changes: [],
    upgrades: [],
    events: [],
    trace: null,
    behindLink: true,
  };
  try {
    const result = yield* processFlow({ ...evaluation, draft: trial }, draft.context.flow);
    if (result.stop !== null || !result.successful || trial.setup.size === 0) {
      throw new FlowDenied('flow_misconfigured', 'what follows the mail in a reset flow must lead to something to reset, without a page');
    }
    return [...trial.setup];
  } catch (error) {
    draft.fault = error;
    return null;
  }
}

function record(draft: Draft, user: User, error: string | null): void {
  const type = error === null ? 'SEND_RESET_PASSWORD' : 'SEND_RESET_PASSWORD_ERROR';
  draft.events.push({ type, userId: user.id, error, details: { username: user.username, ...(user.email ? { email: user.email } : {}) } });
}
