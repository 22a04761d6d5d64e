import type { Group, RealmSnapshot } from '@anteroom/core';
import { notFound } from '../http/failure.ts';

export function findGroup(realm: RealmSnapshot, id: string | undefined, message = 'Could not find group by id'): Group {
  const group = realm.group(id ?? '');
  if (group === null) throw notFound(message);
  return group;
}
