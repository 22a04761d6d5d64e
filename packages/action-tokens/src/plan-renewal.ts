import { type ActionLink, type Clock, type Directory, type IdSource, type RealmSnapshot, WARNING_LINKS } from '@anteroom/core';
import { remainingActions } from './finish-action.ts';
import { type PlannedLink, planLink } from './plan-link.ts';
import { type WhyUnusableDependencies, whyUnusable } from './why-unusable.ts';

export interface PlanRenewalDependencies extends WhyUnusableDependencies {
  readonly directory: {
    readonly links: Pick<Directory['links'], 'search'>;
    readonly users: Pick<Directory['users'], 'get'>;
  };
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** One renewal in this time to one person, whoever asks and however often; and none while a link made in this time is on its way. */
const PAUSE = 5 * 60_000;
/** A link that expired longer ago is not renewed: what it was for is an administrator's business again. */
const RENEWABLE_FOR = 30 * 24 * 60 * 60_000;

/**
 * A new link in place of one that expired, or of the newest that replaced it: to the same address, for what is left to do, with the
 * realm's lifespan. Null when the person was mailed a moment ago, or when the link would be dead for another reason as well. Warnings
 * end when they end: else they could be kept alive for ever.
 */
export async function planRenewal(
  dependencies: PlanRenewalDependencies,
  realm: RealmSnapshot,
  link: ActionLink,
): Promise<PlannedLink | null> {
  const { directory, clock, ids } = dependencies;
  if (WARNING_LINKS.includes(link.kind) || link.email === '') return null;
  const now = clock.now().getTime();
  const links = await directory.links.search(realm.id, { userId: link.userId });
  // Only the newest of a kind can be open; made in the same millisecond, age does not tell which it is.
  const last = link.state === 'replaced' ? links.find(({ kind, state }) => kind === link.kind && state === 'open') : link;
  if (last === undefined || last.state !== 'open' || last.email !== link.email) return null;
  const age = now - last.expiresAt.getTime();
  if (age > RENEWABLE_FOR || (age < 0 && last === link)) return null;
  const user = await directory.users.get(realm.id, link.userId);
  if (user === null || (await whyUnusable(dependencies, realm, last, user)) !== null) return null;
  // One that lived for less than the pause and is over does not stand in the way; a renewal does, so that short lives make no more mails.
  const counts = ({ state, expiresAt, details }: ActionLink) =>
    details.renewed !== undefined || (state === 'open' && expiresAt.getTime() > now);
  if (links.some((other) => now - other.createdAt.getTime() < PAUSE && counts(other))) return null;
  const { kind, clientId, redirectUri, locale, email } = last;
  const { handedOver: _, ...details } = last.details;
  const actions = remainingActions(realm, last);
  const about = {
    realm,
    user,
    kind,
    actions,
    clientId,
    redirectUri,
    lifespanSeconds: null,
    locale,
    email,
    details: { ...details, renewed: 'true' },
  };
  const planned = planLink(about, { clock, ids });
  // Of many who ask at the same moment one is sent a mail.
  return { ...planned, changes: [{ kind: 'replace-link', id: last.id, by: planned.link.id }, ...planned.changes] };
}
