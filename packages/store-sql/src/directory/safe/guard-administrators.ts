import { AnteroomError, type Change, type Group, MASTER_REALM, type Role } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Unit } from '../unit.ts';

/** What can take administration away from somebody. */
function mayLose(change: Change): boolean {
  switch (change.kind) {
    case 'delete-user':
    case 'revoke-roles':
    case 'leave-group':
    case 'delete-credential':
    case 'remove-composites':
    case 'put-role':
    case 'delete-role':
    case 'put-group':
    case 'delete-group':
      return true;
    case 'update-user':
      return change.patch.enabled === false;
    case 'put-realm':
      return !change.realm.enabled;
    default:
      return false;
  }
}

/**
 * Runs the steps of a unit and refuses them with `last_administrator` when nobody would be left who administers everything: an enabled user
 * of realm `master` with the role `admin`, directly, by a composite or by a group, and with something to sign in with. Units that could do
 * so follow one another, so that two administrators cannot remove each other at the same moment. A realm that is put in the place of
 * another (an import) is somebody's express wish.
 */
export async function guardingAdministrators(unit: Unit, changes: readonly Change[], apply: () => Promise<void>): Promise<void> {
  const replaces = changes.some((change) => change.kind === 'delete-realm');
  if (replaces || !changes.some(mayLose) || !(await isMaster(unit))) return apply();
  const before = await administrators(unit);
  await apply();
  const after = await administrators(unit);
  if (before.open && !after.open) throw refused('realm master would be disabled');
  if (before.any && !after.any) throw refused('nobody else administers everything');
  if (before.signingIn && !after.signingIn) throw refused('nobody else who administers everything could sign in');
}

function refused(reason: string): AnteroomError {
  const text = `This would lock out the last administrator: ${reason}`;
  return new AnteroomError('last_administrator', text, { publicText: text });
}

async function isMaster({ trx, realmId, dialect }: Unit): Promise<boolean> {
  const realm: { name: string } | undefined = await trx('realm').first('name').where({ id: realmId });
  if (realm?.name !== MASTER_REALM) return false;
  if (dialect !== 'sqlite') await trx('realm').select('id').where({ id: realmId }).forUpdate();
  return true;
}

interface Administrators {
  readonly open: boolean;
  readonly any: boolean;
  readonly signingIn: boolean;
}

async function administrators({ trx, realmId }: Unit): Promise<Administrators> {
  const realm: { document: string } | undefined = await trx('realm').first('document').where({ id: realmId });
  const open = realm !== undefined && JSON.parse(realm.document).enabled === true;
  const parts = await adminParts(trx, realmId);
  if (parts === null) return { open, any: false, signingIn: false };
  const people = () =>
    trx('realm_user as person')
      .where({ 'person.realm_id': realmId, 'person.enabled': 1 })
      .where((either) => {
        either.whereExists(tied(trx, 'user_role').whereIn('tie.role_id', parts.roles));
        if (parts.groups.length > 0) either.orWhereExists(tied(trx, 'user_group').whereIn('tie.group_id', parts.groups));
      })
      .limit(1)
      .select('person.id');
  const any = (await people()).length > 0;
  const signingIn = any && (await people().whereExists(tied(trx, 'credential').whereIn('tie.type', SIGN_IN))).length > 0;
  return { open, any, signingIn };
}

const SIGN_IN = ['password', 'webauthn', 'webauthn-passwordless'];

function tied(trx: Knex.Transaction, table: string): Knex.QueryBuilder {
  return trx(`${table} as tie`).select(trx.raw('1')).whereRaw('tie.realm_id = person.realm_id and tie.user_id = person.id');
}

/** Ids of the roles that contain `admin`, and of the groups whose members get one of them; null when the realm has no such role. */
async function adminParts(trx: Knex.Transaction, realmId: string): Promise<{ roles: string[]; groups: string[] } | null> {
  const admin: { id: string } | undefined = await trx('configuration')
    .first('id')
    .where({ realm_id: realmId, kind: 'role', unique_name: `${realmId}/admin` });
  if (admin === undefined) return null;
  const parse = <T>(rows: readonly { document: string }[]) => rows.map((row) => JSON.parse(row.document) as T);
  // Most roles of an installation with many realms contain nothing.
  const composites = parse<Role>(
    await trx('configuration')
      .select('document')
      .where({ realm_id: realmId, kind: 'role' })
      .whereNot('document', 'like', '%"composites":[]%'),
  );
  const roles = new Set([admin.id]);
  for (let size = 0; size !== roles.size; ) {
    size = roles.size;
    for (const role of composites) if (role.composites.some((id) => roles.has(id))) roles.add(role.id);
  }
  const all = parse<Group>(await trx('configuration').select('document').where({ realm_id: realmId, kind: 'group' }));
  const groups = new Set(all.filter((group) => group.roles.some((id) => roles.has(id))).map((group) => group.id));
  for (let size = -1; size !== groups.size; ) {
    size = groups.size;
    for (const group of all) if (group.parentId !== null && groups.has(group.parentId)) groups.add(group.id);
  }
  return { roles: [...roles], groups: [...groups] };
}
