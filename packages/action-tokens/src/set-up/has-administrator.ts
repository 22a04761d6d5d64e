import { type Directory, RealmSnapshot } from '@anteroom/core';

const MASTER = 'master';
const ADMIN_ROLE = 'admin';

/** Realm `master` as it is stored now, not as a cache remembers it; null before the first start made it. */
export async function readMaster({
  realms,
}: {
  readonly realms: Pick<Directory['realms'], 'findByName' | 'getConfiguration'>;
}): Promise<RealmSnapshot | null> {
  const realm = await realms.findByName(MASTER);
  const configuration = realm === null ? null : await realms.getConfiguration(realm.id);
  return configuration === null ? null : new RealmSnapshot(configuration);
}

/** The realm role that makes an administrator of everything. */
export function adminRoleOf(master: RealmSnapshot): { readonly id: string } | null {
  return master.configuration.roles.find((role) => role.name === ADMIN_ROLE && !role.clientRole) ?? null;
}

/** Whether an enabled user holds the role `admin` of realm `master`: by himself, through a composite role, or through a group. */
export async function hasAdministrator({ users }: Pick<Directory, 'users'>, master: RealmSnapshot): Promise<boolean> {
  const admin = adminRoleOf(master);
  if (admin === null) return false;
  const leads = (roleId: string) => master.expandRole(roleId).some((role) => role.id === admin.id);
  const queries = [
    // A role without parts leads nowhere else; realm `master` has twenty of them for each realm.
    ...master.configuration.roles
      .filter((role) => role.id === admin.id || (role.composites.length > 0 && leads(role.id)))
      .map((role) => ({ roleId: role.id })),
    ...master.configuration.groups
      .filter((group) => master.effectiveRoles({ roles: [], groups: [group.id] }).some((role) => role.id === admin.id))
      .map((group) => ({ groupId: group.id })),
  ];
  for (const query of queries) if ((await users.count(master.id, { ...query, enabled: true })) > 0) return true;
  return false;
}
