import type { Realm } from '../directory/realm.ts';

const ATTRIBUTES = {
  deleted: { name: 'deletedThingsDays', days: 30 },
  history: { name: 'configurationHistoryDays', days: 365 },
  links: { name: 'linkHistoryDays', days: 90 },
} as const;

/** How many days a realm keeps what was deleted, its history, or links and mail that are over; an attribute of the realm that is no number counts as none. */
export function retentionDays(realm: Pick<Realm, 'attributes'>, what: keyof typeof ATTRIBUTES): number {
  const { name, days } = ATTRIBUTES[what];
  const text = realm.attributes[name];
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : days;
}
