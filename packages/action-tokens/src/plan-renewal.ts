import type { ActionLink, Clock, Directory, IdSource, RealmSnapshot } from '@anteroom/core';
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

/** One mail in this time to one person, whoever asks and however often. */
const PAUSE = 5 * 60_000;
/** A link that expired longer ago is not renewed: what it was for is an administrator's business again. */
const RENEWABLE_FOR = 30 * 24 * 60 * 60_000;

/**
 * A new link in place of one that expired: to the same address, for what is left to do, with the realm's lifespan. Null when the person
 * was mailed a moment ago, or when the old link would be dead for another reason than its age.
 */
export async function planRenewal(
  dependencies: PlanRenewalDependencies,
  realm: RealmSnapshot,
  link: ActionLink,
): Promise<PlannedLink | null> {
  const { directory, clock, ids } = dependencies;
  const now = clock.now().getTime();
  const age = now - link.expiresAt.getTime();
  if (link.state !== 'open' || age < 0 || age > RENEWABLE_FOR) return null;
  const user = await directory.users.get(realm.id, link.userId);
  if (user === null || (await whyUnusable(dependencies, realm, link, user)) !== null) return null;
  const links = await directory.links.search(realm.id, { userId: user.id });
  if (links.some((other) => now - other.createdAt.getTime() < PAUSE)) return null;
  const { kind, clientId, redirectUri, locale } = link;
  const actions = remainingActions(realm, link);
  return planLink({ realm, user, kind, actions, clientId, redirectUri, lifespanSeconds: null, locale }, { clock, ids });
}
