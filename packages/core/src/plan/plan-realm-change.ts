import { createHash } from 'node:crypto';
import type { IdSource } from '../clock.ts';
import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { Thing, ThingKind } from '../directory/history.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { createImportReport } from '../import/import-report.ts';
import { namesOfRealm } from '../import/names-of-realm.ts';
import { type Representation, readObjects } from '../representation/read.ts';
import { differencesBetween, type FieldDifference } from '../safe/differences.ts';
import { putThing } from '../safe/put-thing.ts';
import type { Desired, PlanContext } from './desired.ts';
import { desiredClientScopes, desiredClients } from './desired-clients.ts';
import { desiredConfigs, desiredFlows, desiredRequiredActions } from './desired-flows.ts';
import { desiredComponents, desiredIdentityProviders, desiredRealm } from './desired-realm.ts';
import { desiredGroups, desiredRoles } from './desired-roles.ts';

export interface Difference {
  readonly action: 'create' | 'change';
  readonly kind: ThingKind;
  readonly name: string;
  /** Secrets are masked. */
  readonly fields: readonly FieldDifference[];
}

export interface RealmChangePlan {
  /** Of the document and of the realm's version: equal hashes mean that applying does what the plan said. */
  readonly hash: string;
  readonly differences: readonly Difference[];
  readonly changes: readonly Change[];
  /** What the document holds that a plan does not look at. */
  readonly notes: readonly string[];
}

/**
 * What would have to change for a realm to be as a document says. The document may be a part: a thing or a field that it does not name stays
 * as it is, and nothing is ever deleted. Things are found by name. Throws `invalid_input` for a name that neither has.
 */
export function planRealmChange(
  realm: RealmSnapshot,
  clients: readonly Client[],
  document: Representation,
  { ids }: { readonly ids: IdSource },
): RealmChangePlan {
  const context: PlanContext = { realm, clients, document, ids, names: namesOfRealm(realm), report: createImportReport() };
  // Each section names what it would create before another one refers to it.
  const sections: readonly ((context: PlanContext) => readonly Desired[])[] = [
    desiredClientScopes,
    desiredConfigs,
    desiredFlows,
    desiredClients,
    desiredRoles,
    desiredGroups,
    desiredRequiredActions,
    desiredComponents,
    desiredIdentityProviders,
    desiredRealm,
  ];
  const differences: Difference[] = [];
  const changes: Change[] = [];
  for (const { kind, name, before, after } of sections.flatMap((section) => section(context))) {
    const fields = differencesBetween(before as Thing | null, after as Thing);
    if (fields.length === 0) continue;
    differences.push({ action: before === null ? 'create' : 'change', kind, name, fields });
    changes.push(putThing(kind, after as Thing));
  }
  const users = readObjects(document, 'users')?.length ?? 0;
  return {
    hash: createHash('sha256')
      .update(JSON.stringify([realm.id, realm.version, document]))
      .digest('base64url')
      .slice(0, 22),
    differences,
    changes,
    notes: [
      ...context.report.lines.map(({ path, message }) => `${path}: ${message}`),
      ...(users === 0 ? [] : [`users: a plan does not look at the ${users} users of the document; import them`]),
    ],
  };
}
