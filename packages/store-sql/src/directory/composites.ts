import type { Role } from '@anteroom/core';
import type { Unit } from './unit.ts';

/**
 * Adds to or takes from the composites of a role. Read and written inside the unit, which holds the realm's row: units of several nodes
 * follow one another. A role that was deleted meanwhile is not added.
 */
export async function changeComposites(
  unit: Unit,
  {
    kind,
    roleId,
    roles,
  }: { readonly kind: 'add-composites' | 'remove-composites'; readonly roleId: string; readonly roles: readonly string[] },
): Promise<void> {
  const rolesOfRealm = () => unit.trx('configuration').where({ realm_id: unit.realmId, kind: 'role' });
  const row: { document: string } | undefined = await rolesOfRealm().first('document').where({ id: roleId });
  if (row === undefined) return;
  const role: Role = JSON.parse(row.document);
  const others = role.composites.filter((id) => !roles.includes(id));
  const added: { id: string }[] =
    kind === 'remove-composites'
      ? []
      : await rolesOfRealm()
          .select('id')
          .whereIn('id', [...roles]);
  const composites = [...others, ...added.map(({ id }) => id)];
  await rolesOfRealm()
    .where({ id: roleId })
    .update({ document: JSON.stringify({ ...role, composites }) });
}
