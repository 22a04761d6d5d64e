import type { Change } from '@anteroom/core';
import type { Unit } from './unit.ts';

/**
 * A link is judged by its user's credential version, which another unit may be about to raise: of two units with links of one user, one
 * waits for the other. SQLite lets one unit write at a time anyway.
 */
export async function lockLinkOwners(unit: Unit, changes: readonly Change[]): Promise<void> {
  if (unit.dialect === 'sqlite') return;
  const links: string[] = [];
  const users: string[] = [];
  for (const change of changes) {
    if (change.kind === 'spend-link' || change.kind === 'mark-link-action' || change.kind === 'replace-link') links.push(change.id);
    if (change.kind === 'create-link' || change.kind === 'adopt-link') users.push(change.link.userId);
  }
  if (links.length === 0 && users.length === 0) return;
  const owners: { user_id: string }[] =
    links.length === 0 ? [] : await unit.trx('action_link').select('user_id').where({ realm_id: unit.realmId }).whereIn('id', links);
  const ids = [...new Set([...users, ...owners.map((owner) => owner.user_id)])];
  // In one order, so that two units do not wait for each other.
  await unit.trx('realm_user').select('id').where({ realm_id: unit.realmId }).whereIn('id', ids).orderBy('id').forUpdate();
}
