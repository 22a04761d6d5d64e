import { timingSafeEqual } from 'node:crypto';
import type { Message, User, View } from '@anteroom/core';
import { reserveAttempt } from '../evaluate/attempt.ts';
import type { Authenticator, ExecutionContext } from '../evaluate/authenticator.ts';
import { currentUser } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';
import { recordError } from './check-password.ts';

/** One mail in this time to one person, whoever asks and however often. */
const PAUSE_MS = 60_000;
/** OWASP ASVS 6.5.5: a code by mail lives ten minutes at most. */
const LONGEST_SECONDS = 600;
const USUAL_SECONDS = 300;
const TRIES = 5;

/**
 * A code by mail to the confirmed address of the account. The login keeps a random word, not the code: the code is computed from it when
 * the mail is sent and when it is typed in. So it is worth something in this login alone, once, for a few tries and some minutes.
 */
export const emailCodeForm: Authenticator = {
  id: 'auth-email-code-form',
  requiresUser: true,
  credentialType: null,
  setupAction: null,
  *configuredFor({ draft }) {
    const user = yield* currentUser(draft);
    return user?.emailVerified === true && user.email !== null;
  },
  *authenticate(context) {
    const error = openWord(context) === null ? yield* send(context) : null;
    return { kind: 'challenge', view: yield* view(context, error) };
  },
  *action(context, form) {
    const { draft, notes } = context;
    const user = yield* currentUser(draft);
    if (user === null || form.resend !== undefined) return { kind: 'challenge', view: yield* view(context, yield* send(context)) };
    const word = openWord(context);
    if (word === null) return { kind: 'challenge', view: yield* view(context, { key: 'email-code-expired' }) };
    const typed = (form.emailCode ?? '').replaceAll(/\s/g, '');
    if (typed === '') return { kind: 'challenge', view: yield* view(context, { key: 'email-code-invalid' }) };
    if (yield* isRight(context, user, word, typed)) {
      notes.clear();
      draft.methods.push('email-code');
      return { kind: 'success' };
    }
    const tries = Number(notes.get('tries') ?? 0) + 1;
    notes.set('tries', String(tries));
    if (tries >= TRIES) notes.delete('word');
    return { kind: 'challenge', view: yield* view(context, { key: tries >= TRIES ? 'email-code-expired' : 'email-code-invalid' }) };
  },
};

function* isRight({ draft, notes }: ExecutionContext, user: User, word: string, typed: string): Ask<boolean> {
  const allowed = yield* reserveAttempt(draft, user);
  const given = Buffer.from(typed);
  const wanted = Buffer.from(yield* ask({ kind: 'mailed-code', userId: user.id, word, expiresAt: new Date(Number(notes.get('until'))) }));
  const until = new Date(draft.now.getTime() + LONGEST_SECONDS * 1000);
  const same = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (allowed && same && (yield* ask({ kind: 'use-once', id: `email-code-${word}`, until }))) return true;
  draft.wrong = 'otp';
  recordError(draft, user, allowed ? 'invalid_user_credentials' : 'user_temporarily_disabled');
  return false;
}

/** Null when a mail is on its way, otherwise why none is. */
function* send({ draft, config, notes }: ExecutionContext): Ask<Message | null> {
  const user = yield* currentUser(draft);
  if (user === null || user.email === null || !user.emailVerified) return { key: 'email-code-expired' };
  const until = new Date(draft.now.getTime() + PAUSE_MS);
  if (!(yield* ask({ kind: 'use-once', id: `email-code-mail-${user.id}`, until }))) return { key: 'email-code-wait' };
  const word = yield* ask({ kind: 'new-secret', characters: 32 });
  const seconds = lifespan(config);
  // Whole seconds, as the code is computed from them in two places.
  const expiresAt = new Date((Math.floor(draft.now.getTime() / 1000) + seconds) * 1000);
  notes.set('word', word);
  notes.set('until', String(expiresAt.getTime()));
  notes.delete('tries');
  draft.changes.push({
    kind: 'queue-mail',
    message: {
      id: yield* ask({ kind: 'new-id' }),
      to: user.email,
      template: 'email-code',
      parameters: { word, minutes: String(Math.round(seconds / 60)) },
      locale: user.attributes.locale?.[0] ?? draft.context.locale,
      linkId: null,
      userId: user.id,
      state: 'queued',
      attempts: 0,
      createdAt: draft.now,
      dueAt: draft.now,
      expiresAt,
      lastError: null,
      sentAt: null,
    },
  });
  draft.events.push({ type: 'SEND_VERIFY_EMAIL', userId: user.id, error: null, details: { email: user.email, purpose: 'email-code' } });
  return null;
}

function openWord({ draft, notes }: ExecutionContext): string | null {
  const word = notes.get('word') ?? null;
  return Number(notes.get('until') ?? 0) > draft.now.getTime() ? word : null;
}

/** `lifespan`: seconds. */
function lifespan(config: Readonly<Record<string, string>>): number {
  const seconds = Number(config.lifespan || USUAL_SECONDS);
  return Number.isInteger(seconds) && seconds >= 60 ? Math.min(seconds, LONGEST_SECONDS) : USUAL_SECONDS;
}

function* view({ draft, config }: ExecutionContext, error: Message | null): Ask<View> {
  const user = yield* currentUser(draft);
  return {
    kind: 'email-code',
    username: draft.attempted ?? user?.username ?? '',
    address: masked(user?.email ?? ''),
    minutes: Math.round(lifespan(config) / 60),
    error,
  };
}

/** Enough to know one's own address, too little to learn another's. */
function masked(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '' : `${email.slice(0, 1)}***${email.slice(at)}`;
}
