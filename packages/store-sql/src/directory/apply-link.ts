import { AnteroomError, type Change, WARNING_LINKS } from '@anteroom/core';
import type { Knex } from 'knex';
import { toLinkColumns } from './links.ts';
import type { Unit } from './unit.ts';

const KINDS = [
  'create-link',
  'adopt-link',
  'mark-link-action',
  'spend-link',
  'replace-link',
  'revoke-link',
  'revoke-links',
  'open-link',
] as const;

type LinkChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isLinkChange(change: Change): change is LinkChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyLink(unit: Unit, change: LinkChange): Promise<void> {
  const { trx, realmId: realm_id } = unit;
  switch (change.kind) {
    case 'create-link': {
      const { id, userId, kind } = change.link;
      // Of two links made at once one replaces the other: the unit holds the user's row (lock-owners.ts).
      if (!WARNING_LINKS.includes(kind))
        await trx('action_link').where({ realm_id, user_id: userId, kind, state: 'open' }).update({ state: 'replaced', replaced_by: id });
      await trx('action_link').insert(toLinkColumns(realm_id, change.link));
      return;
    }
    case 'adopt-link':
      await trx('action_link').insert(toLinkColumns(realm_id, change.link)).onConflict(['realm_id', 'id']).ignore();
      return;
    case 'mark-link-action':
      return markAction(unit, change);
    case 'spend-link': {
      const spent = await live(unit, change.id, change.at).update({ state: 'used', used_at: change.at.getTime() });
      if (spent === 0) throw spentError(change.id);
      return;
    }
    case 'replace-link': {
      const open = trx('action_link').where({ realm_id, id: change.id, state: 'open' });
      if ((await open.update({ state: 'replaced', replaced_by: change.by })) === 0) throw spentError(change.id);
      return;
    }
    case 'revoke-link':
      await trx('action_link').where({ realm_id, id: change.id, state: 'open' }).update({ state: 'revoked' });
      return;
    case 'revoke-links':
      await trx('action_link').where({ realm_id, user_id: change.userId, state: 'open' }).update({ state: 'revoked' });
      return;
    case 'open-link':
      await trx('action_link').where({ realm_id, id: change.id, opened_at: null }).update({ opened_at: change.at.getTime() });
      return;
  }
}

/**
 * Reads and writes the list of finished actions under the condition that it is still the one read, so that two steps of one link at
 * the same time both count.
 */
async function markAction(unit: Unit, change: { readonly id: string; readonly action: string; readonly at: Date }): Promise<void> {
  for (;;) {
    const row: { done: string } | undefined = await live(unit, change.id, change.at).first('done');
    if (row === undefined) throw spentError(change.id);
    const done: readonly string[] = JSON.parse(row.done);
    // Two units that finish the same action race like two that spend the link: what the second would change must not happen again.
    if (done.includes(change.action)) throw spentError(change.id);
    const marked = await live(unit, change.id, change.at)
      .where({ done: row.done })
      .update({ done: JSON.stringify([...done, change.action]) });
    if (marked === 1) return;
  }
}

/** The link while it may still be used: open, in time, and made for the user's present credential version where its kind is bound to that. */
function live(unit: Unit, id: string, at: Date): Knex.QueryBuilder {
  return unit
    .trx('action_link')
    .where({ 'action_link.realm_id': unit.realmId, 'action_link.id': id, state: 'open' })
    .where('expires_at', '>', at.getTime())
    .where((bound) =>
      bound
        .whereIn('kind', WARNING_LINKS)
        .orWhereExists(
          unit
            .trx('realm_user as owner')
            .select(unit.trx.raw('1'))
            .whereRaw(
              'owner.realm_id = action_link.realm_id and owner.id = action_link.user_id and owner.credential_version = action_link.credential_version',
            ),
        ),
    );
}

function spentError(id: string): AnteroomError {
  return new AnteroomError('link_spent', `link ${id} was used, replaced, revoked or made for older credentials`);
}
