import type { Change, Message, User, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import { MAIL_PAUSE_MS, ownLocale } from '../evaluate/own-mail.ts';
import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';
import type { FlowEvent } from '../flow-engine.ts';

/**
 * The login waits until a mailed link has been confirmed, in this browser or another one: the link marks the address, and the page here
 * only looks whether it has. Without an address there is nothing to verify (Keycloak `VerifyEmail`).
 */
export const verifyEmail: RequiredAction = {
  id: 'VERIFY_EMAIL',
  isMoot: (user) => user.emailVerified || user.email === null || user.email === '',
  *enter(context) {
    return yield* mailLink(context);
  },
  *show({ user }) {
    return page(user, null);
  },
  *submit(context, form) {
    const { user } = context;
    if (form.resend === undefined) return { kind: 'challenge', view: page(user, { key: 'verifyEmailMessage' }), events: [] };
    // A moment after the last mail the answer is the same, and nothing is sent.
    return { kind: 'challenge', view: page(user, { key: 'emailSentMessage' }), ...(yield* mailLink(context)) };
  },
};

function* mailLink({
  user,
  now,
  locale,
  login,
}: ActionContext): Ask<{ readonly changes: readonly Change[]; readonly events: readonly FlowEvent[] }> {
  // Behind a mailed link the person reads mail at this address already.
  if (login === null) return { changes: [], events: [] };
  const until = new Date(now.getTime() + MAIL_PAUSE_MS);
  if (!(yield* ask({ kind: 'use-once', id: `verify-mail-${user.id}`, until }))) return { changes: [], events: [] };
  const { clientId, redirectUri, tab } = login;
  const details: Readonly<Record<string, string>> = tab === null ? {} : { tab };
  const changes: readonly Change[] = yield* ask({
    kind: 'plan-link',
    link: 'verify-email',
    user,
    actions: [],
    clientId,
    redirectUri,
    locale: ownLocale(user, locale),
    details,
  });
  const told = { username: user.username, email: user.email ?? '' };
  return { changes, events: [{ type: 'SEND_VERIFY_EMAIL', userId: user.id, error: null, details: told }] };
}

function page(user: User, notice: Message | null): View {
  return { kind: 'verify-email', username: user.username, email: user.email ?? '', notice };
}
