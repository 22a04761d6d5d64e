import type { ActionLink, Change, Clock, Directory, IdSource, RealmSnapshot } from '@anteroom/core';
import { remainingActions } from './finish-action.ts';
import type { DeadReason, OpenLinkDependencies } from './open-link.ts';
import { messageFor, planLink } from './plan-link.ts';
import { whyUnusable } from './why-unusable.ts';

export interface PlanResendDependencies extends Pick<OpenLinkDependencies, 'realms' | 'urls'> {
  readonly directory: { readonly users: Pick<Directory['users'], 'get'> };
  readonly clock: Clock;
  readonly ids: IdSource;
}

export type Resend =
  | { readonly kind: 'planned'; readonly changes: readonly Change[] }
  /** There is nothing that could be sent again. */
  | { readonly kind: 'refused'; readonly reason: DeadReason };

/**
 * An administrator sends a link again: the same link while it is good, by another message; a new one in place of one that expired or
 * was replaced. What was used, revoked or is no longer needed stays dead.
 */
export async function planResend(dependencies: PlanResendDependencies, realm: RealmSnapshot, link: ActionLink): Promise<Resend> {
  const { directory, clock, ids } = dependencies;
  if (link.email === '') return { kind: 'refused', reason: 'invalid' };
  if (link.state === 'used' || link.state === 'revoked') return { kind: 'refused', reason: link.state };
  const user = await directory.users.get(realm.id, link.userId);
  if (user === null) return { kind: 'refused', reason: 'invalid' };
  const unusable = await whyUnusable(dependencies, realm, link, user);
  if (unusable !== null) return { kind: 'refused', reason: unusable };
  if (link.state === 'open' && link.expiresAt > clock.now())
    return { kind: 'planned', changes: [{ kind: 'queue-mail', message: messageFor(link, link.email, { clock, ids }) }] };
  const { kind, clientId, redirectUri, locale, email } = link;
  const { handedOver: _, renewed: __, ...details } = link.details;
  const actions = remainingActions(realm, link);
  const request = { realm, user, kind, actions, clientId, redirectUri, lifespanSeconds: null, locale, email, details };
  return { kind: 'planned', changes: planLink(request, { clock, ids }).changes };
}
