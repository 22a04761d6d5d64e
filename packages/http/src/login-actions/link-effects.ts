import { type ActionLinks, PROVEN_BY_MAIL } from '@anteroom/action-tokens';
import type { ActionLink, Change, Message, RealmSnapshot, User } from '@anteroom/core';
import type { FlowEvent } from '@anteroom/flows';

/** What a link does by itself once it is confirmed, beside the actions it asks for. */
export interface LinkEffect {
  readonly changes: readonly Change[];
  readonly events: readonly FlowEvent[];
  /** Every session of the user ends. */
  readonly endsSessions?: boolean;
}

const NOTHING: LinkEffect = { changes: [], events: [] };

/** The step that has no page of its own: of a link without actions, or the address that the mail itself has verified. */
export function effectOfConfirming(link: ActionLink, user: User, action: string | null): LinkEffect {
  if (link.kind !== 'verify-email' && action !== PROVEN_BY_MAIL) return NOTHING;
  const requiredActions = user.requiredActions.filter((one) => one !== PROVEN_BY_MAIL);
  return {
    changes: [{ kind: 'update-user', id: user.id, patch: { emailVerified: true, requiredActions } }],
    events: [{ type: 'VERIFY_EMAIL', userId: user.id, error: null, details: { email: link.email } }],
  };
}

/** What the last step adds, in the same unit. */
export function effectOfSpending(
  links: Pick<ActionLinks, 'plan'>,
  realm: RealmSnapshot,
  link: ActionLink,
  user: User,
  at: Date,
): LinkEffect {
  switch (link.kind) {
    case 'reset-credentials':
    case 'invitation':
      // Whoever finishes what came by mail reads mail at that address.
      if (link.details.handedOver !== undefined) return NOTHING;
      return { changes: [{ kind: 'update-user', id: user.id, patch: { emailVerified: true } }], events: [] };
    case 'update-email':
      return newAddress(links, realm, link, user);
    case 'undo-email':
      return formerAddress(realm, link, user, at);
    case 'execute-actions':
    case 'verify-email':
    case 'end-session':
      return NOTHING;
  }
}

/** The new address is its owner's now; the former one hears of it, with a way back. */
function newAddress(links: Pick<ActionLinks, 'plan'>, realm: RealmSnapshot, link: ActionLink, user: User): LinkEffect {
  const requiredActions = user.requiredActions.filter((one) => one !== 'UPDATE_EMAIL' && one !== PROVEN_BY_MAIL);
  const patch = { email: link.email, emailVerified: true, requiredActions, ...nameOf(realm, link.email) };
  const changes: Change[] = [
    { kind: 'update-user', id: user.id, patch },
    { kind: 'raise-credential-version', userId: user.id, expected: user.credentialVersion },
  ];
  if (user.email !== null && user.email !== '' && user.email.toLowerCase() !== link.email) {
    const { clientId, locale } = link;
    const actions = realm.realm.resetPasswordAllowed ? ['UPDATE_PASSWORD'] : [];
    const about = { realm, user, actions, clientId, redirectUri: null, lifespanSeconds: null, locale, email: user.email };
    changes.push(...links.plan({ ...about, kind: 'undo-email', details: { newEmail: link.email } }).changes);
  }
  const details = { previous_email: user.email ?? '', updated_email: link.email };
  return { changes, events: [{ type: 'UPDATE_EMAIL', userId: user.id, error: null, details }] };
}

/** Whoever had the account is out of it: the address, every session and every other link are as if the change had not been. */
function formerAddress(realm: RealmSnapshot, link: ActionLink, user: User, at: Date): LinkEffect {
  const patch = { email: link.email, emailVerified: true, sessionsNotBefore: at, ...nameOf(realm, link.email) };
  const details = { previous_email: user.email ?? '', updated_email: link.email, undone: 'true' };
  return {
    changes: [
      { kind: 'update-user', id: user.id, patch },
      { kind: 'raise-credential-version', userId: user.id },
      { kind: 'revoke-links', userId: user.id },
    ],
    events: [{ type: 'UPDATE_EMAIL', userId: user.id, error: null, details }],
    endsSessions: true,
  };
}

const nameOf = ({ realm }: RealmSnapshot, email: string): { readonly username?: string } =>
  realm.registrationEmailAsUsername ? { username: email } : {};

/** What the last page says where it is more than that the account has been updated. */
export function lastWords({ kind, email }: ActionLink): Message | null {
  switch (kind) {
    case 'verify-email':
      return { key: 'emailVerifiedMessage' };
    case 'update-email':
      return { key: 'emailUpdated', args: [email] };
    case 'undo-email':
      return { key: 'emailChangeUndone', args: [email] };
    case 'end-session':
      return { key: 'sessionEnded' };
    case 'execute-actions':
    case 'reset-credentials':
    case 'invitation':
      return null;
  }
}
