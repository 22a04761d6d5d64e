import { AnteroomError, type Change, type ImportRunStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Unit } from './unit.ts';
import { putRow } from './write-row.ts';

const KINDS = ['begin-import', 'advance-import', 'end-import'] as const;

/** Tables that an import fills. */
const FILLED = ['realm_user', 'user_search', 'user_role', 'user_group', 'user_attribute', 'credential', 'consent'] as const;

type ImportChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isImportChange(change: Change): change is ImportChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyImport(unit: Unit, change: ImportChange): Promise<void> {
  const { trx, realmId: realm_id } = unit;
  switch (change.kind) {
    case 'begin-import':
      return putRow(unit, 'import_run', { realm_id }, { fingerprint: change.fingerprint, users: 0, begun_at: change.at.getTime() });
    case 'advance-import': {
      const advanced = await trx('import_run').where({ realm_id, users: change.from }).update({ users: change.to });
      if (advanced === 0) throw new AnteroomError('conflict', 'another process goes on with this import');
      return;
    }
    case 'end-import':
      await trx('import_run').where({ realm_id }).delete();
      // Until somebody counts the rows that came, PostgreSQL reads a realm's users by whatever index begins with the realm.
      if (unit.dialect === 'postgres') for (const table of FILLED) await trx.raw('analyze ??', [table]);
      return;
  }
}

export function createSqlImportRuns({ db }: { readonly db: Knex }): ImportRunStore {
  return {
    async get(realmId) {
      const row: { fingerprint: string; users: number } | undefined = await db('import_run')
        .first('fingerprint', 'users')
        .where({ realm_id: realmId });
      return row === undefined ? null : { fingerprint: row.fingerprint, users: Number(row.users) };
    },
  };
}
