import type { Client } from './client.ts';
import type { ClientScope } from './client-scope.ts';
import type { RealmConfiguration } from './directory.ts';
import type { AuthenticatorConfig, Flow } from './flow.ts';
import type { Group, Role } from './realm.ts';
import type { User } from './user.ts';

/** A realm's configuration at one version, with the look-ups everything needs. Immutable: a change makes a new one. */
export class RealmSnapshot {
  readonly version: number;
  readonly configuration: RealmConfiguration;
  private readonly rolesById: ReadonlyMap<string, Role>;
  private readonly groupsById: ReadonlyMap<string, Group>;
  private readonly scopesByName: ReadonlyMap<string, ClientScope>;
  private readonly flowsById: ReadonlyMap<string, Flow>;
  private readonly configsById: ReadonlyMap<string, AuthenticatorConfig>;
  private readonly expanded = new Map<string, readonly Role[]>();

  constructor(configuration: RealmConfiguration) {
    this.version = configuration.version;
    this.configuration = configuration;
    this.rolesById = new Map(configuration.roles.map((role) => [role.id, role]));
    this.groupsById = new Map(configuration.groups.map((group) => [group.id, group]));
    this.scopesByName = new Map(configuration.clientScopes.map((scope) => [scope.name, scope]));
    this.flowsById = new Map(configuration.flows.map((flow) => [flow.id, flow]));
    this.configsById = new Map(configuration.authenticatorConfigs.map((config) => [config.id, config]));
  }

  get realm() {
    return this.configuration.realm;
  }

  get id() {
    return this.configuration.realm.id;
  }

  get name() {
    return this.configuration.realm.realm;
  }

  role(id: string): Role | null {
    return this.rolesById.get(id) ?? null;
  }

  group(id: string): Group | null {
    return this.groupsById.get(id) ?? null;
  }

  scope(name: string): ClientScope | null {
    return this.scopesByName.get(name) ?? null;
  }

  flow(id: string): Flow | null {
    return this.flowsById.get(id) ?? null;
  }

  flowByAlias(alias: string): Flow | null {
    return this.configuration.flows.find((flow) => flow.alias === alias) ?? null;
  }

  authenticatorConfig(id: string): AuthenticatorConfig | null {
    return this.configsById.get(id) ?? null;
  }

  /** `clientId` of a client UUID. */
  clientId(uuid: string): string | null {
    return this.configuration.clientIds.get(uuid) ?? null;
  }

  /** `/Head Office/Finance` */
  groupPath(id: string): string {
    const group = this.group(id);
    if (group === null) return '';
    return `${group.parentId === null ? '' : this.groupPath(group.parentId)}/${group.name}`;
  }

  /** The role itself and everything its composites reach; cycles are harmless. */
  expandRole(id: string): readonly Role[] {
    const known = this.expanded.get(id);
    if (known !== undefined) return known;
    const found = new Map<string, Role>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const role = this.rolesById.get(next);
      if (role === undefined || found.has(next)) continue;
      found.set(next, role);
      open.push(...role.composites);
    }
    const roles = [...found.values()];
    this.expanded.set(id, roles);
    return roles;
  }

  /** Every role a user has: mapped directly, through groups and their parents, and through composites. */
  effectiveRoles(user: Pick<User, 'roles' | 'groups'>): readonly Role[] {
    const direct = new Set(user.roles);
    for (const groupId of user.groups) {
      for (let group = this.group(groupId); group !== null; group = group.parentId === null ? null : this.group(group.parentId)) {
        for (const role of group.roles) direct.add(role);
      }
    }
    const all = new Map<string, Role>();
    for (const id of direct) for (const role of this.expandRole(id)) all.set(role.id, role);
    return [...all.values()];
  }

  /** The flow bound to a client (`authenticationFlowBindingOverrides`) or else to the realm; null when the binding names nothing. */
  boundFlow(binding: 'browser' | 'direct_grant', client: Client | null): Flow | null {
    const override = client?.authenticationFlowBindingOverrides[binding];
    const overridden = override ? this.flow(override) : null;
    return overridden ?? this.flowByAlias(binding === 'browser' ? this.realm.browserFlow : this.realm.directGrantFlow);
  }
}
