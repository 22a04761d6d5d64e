import { AnteroomError, type Change } from '@anteroom/core';
import type { Unit } from '../unit.ts';
import { insertIfAbsent } from '../write-row.ts';

const KINDS = ['add-role-members', 'add-group-members', 'forget-deleted'] as const;

type RestoreChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

const CHUNK = 500;

export function isRestoreChange(change: Change): change is RestoreChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyRestore(unit: Unit, change: RestoreChange): Promise<void> {
  const { trx, realmId: realm_id } = unit;
  switch (change.kind) {
    case 'add-role-members':
      for await (const user_id of present(unit, change.users))
        await insertIfAbsent(unit, 'user_role', { realm_id, user_id, role_id: change.roleId });
      return;
    case 'add-group-members':
      for await (const user_id of present(unit, change.users))
        await insertIfAbsent(unit, 'user_group', { realm_id, user_id, group_id: change.groupId });
      return;
    case 'forget-deleted': {
      const forgotten = await trx('deleted_thing').where({ realm_id, kind: change.thing, id: change.id }).delete();
      if (forgotten === 0) throw new AnteroomError('not_found', `no deleted ${change.thing} ${change.id} is kept`);
      return;
    }
  }
}

/** Those of the users that are still there. */
async function* present({ trx, realmId }: Unit, users: readonly string[]): AsyncGenerator<string> {
  for (let from = 0; from < users.length; from += CHUNK) {
    const rows: { id: string }[] = await trx('realm_user')
      .select('id')
      .where({ realm_id: realmId })
      .whereIn('id', users.slice(from, from + CHUNK));
    for (const row of rows) yield row.id;
  }
}
