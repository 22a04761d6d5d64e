import type { AccessTokenVerdict, RealmSnapshot, Role } from '@anteroom/core';
import type { Admin } from './admin.ts';
import { ADMIN_ROLES, type AdminRole, type Permission } from './permission.ts';

type Active = Extract<AccessTokenVerdict, { kind: 'active' }>;

/** Clients whose (lightweight) tokens carry no roles: there the user's own roles count. */
const OWN_CONSOLES = new Set(['admin-cli', 'security-admin-console']);

export function createAdmin(authRealm: RealmSnapshot, verdict: Active, realm: RealmSnapshot): Admin {
  const held = usableRoles(authRealm, verdict);
  const heldIds = new Set(held.map((role) => role.id));
  const isMaster = authRealm.name === 'master';
  const names = new Set(held.filter((role) => !role.clientRole).map((role) => role.name));
  const superuser = isMaster && names.has('admin');
  const createsRealms = superuser || (isMaster && names.has('create-realm'));
  const over = (target: RealmSnapshot): Admin => {
    const roles = adminRoles(authRealm, target, held, superuser);
    const has = (...wanted: readonly AdminRole[]) => wanted.some((role) => roles.has(role));
    return {
      user: verdict.user,
      client: verdict.client,
      authRealm,
      session: verdict.session,
      roles,
      superuser,
      held: heldIds,
      has,
      may: (permission) => allows(permission, { roles, createsRealms, rulesMaster: isMaster && target.id === authRealm.id }),
      over,
    };
  };
  return over(realm);
}

/** The roles of the user now, cut down to those in the token when another client got it: a token never outlives a taken role. */
function usableRoles(authRealm: RealmSnapshot, verdict: Active): readonly Role[] {
  const effective = authRealm.effectiveRoles(verdict.user);
  if (OWN_CONSOLES.has(verdict.client.clientId)) return effective;
  const realmAccess = rolesOf(verdict.claims.realm_access);
  const resources = (verdict.claims.resource_access ?? {}) as Readonly<Record<string, unknown>>;
  return effective.filter((role) => {
    if (!role.clientRole) return realmAccess.includes(role.name);
    return rolesOf(resources[authRealm.clientId(role.containerId) ?? '']).includes(role.name);
  });
}

function rolesOf(access: unknown): readonly string[] {
  const roles = (access as { roles?: unknown } | undefined)?.roles;
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
}

/** A master token rules realm X by the roles of master's client `X-realm`; a realm's own token by its `realm-management`. */
function adminRoles(authRealm: RealmSnapshot, target: RealmSnapshot, held: readonly Role[], superuser: boolean): ReadonlySet<AdminRole> {
  if (superuser) return new Set<AdminRole>(ADMIN_ROLES);
  const isMaster = authRealm.name === 'master';
  if (!isMaster && authRealm.id !== target.id) return new Set();
  const container = isMaster ? `${target.name}-realm` : 'realm-management';
  const known = new Set<string>([...ADMIN_ROLES, 'realm-admin']);
  const names = held
    .filter((role) => role.clientRole && authRealm.clientId(role.containerId) === container && known.has(role.name))
    .map((role) => role.name as AdminRole);
  return new Set<AdminRole>(names.includes('realm-admin') ? [...ADMIN_ROLES, 'realm-admin'] : names);
}

interface Holdings {
  /** Over the realm of the call. */
  readonly roles: ReadonlySet<AdminRole>;
  readonly createsRealms: boolean;
  /** The realm of the call is master, and so is the token's. */
  readonly rulesMaster: boolean;
}

function allows(permission: Permission, { roles, createsRealms, rulesMaster }: Holdings): boolean {
  switch (permission.kind) {
    case 'signed-in':
      return true;
    case 'create-realm':
      return createsRealms;
    case 'any-admin':
      return roles.size > 0;
    case 'view-server':
      return rulesMaster && (roles.has('view-realm') || roles.has('manage-realm'));
    case 'any-of':
      return permission.roles.some((role) => roles.has(role));
  }
}
