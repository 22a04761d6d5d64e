import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { importInput, snapshotOf } from '../import/import-rig.ts';
import {
  toClientRepresentation,
  toClientScopeRepresentation,
  toComponentRepresentation,
  toExecutionInfoRepresentations,
  toFlowRepresentation,
  toRealmRepresentation,
  toRequiredActionRepresentation,
  toRoleRepresentation,
} from '../representation/index.ts';
import {
  authenticatorInfo,
  openIdScopes,
  planManagementClient,
  planManagementClientRemoval,
  planMasterRealm,
  planNewRealm,
} from './index.ts';

type Json = Record<string, unknown>;

function recorded<T = Json>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../testkit/src/fixtures/keycloak/${name}.json`, import.meta.url), 'utf8'));
}

/** Ids become `<…>`, as in the recordings; lists that are sets are sorted. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string') return /^<.*>$/.test(value) || /^0{8}-/.test(value) ? '<id>' : value;
  if (Array.isArray(value)) return value.map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, comparable(item)]),
  );
}

const plan = planNewRealm('fresh', importInput());
const { snapshot, clients } = snapshotOf(plan);

describe('a new realm', () => {
  it('is represented as recorded', () => {
    expect(comparable(toRealmRepresentation(snapshot))).toEqual(comparable(recorded('new-realm')));
  });

  it('has the recorded clients', () => {
    // `access` is the answer to one caller, not the client's.
    const expected = recorded<Json[]>('clients').map(({ access: _, ...client }) => client);
    expect(comparable(clients.map((client) => toClientRepresentation(client)))).toEqual(comparable(expected));
  });

  it('has the recorded client scopes, default and optional ones', () => {
    const expected = recorded<{ scopes: Json[]; default: Json[]; optional: Json[] }>('client-scopes');
    expect(comparable(snapshot.configuration.clientScopes.map(toClientScopeRepresentation))).toEqual(comparable(expected.scopes));
    expect([...snapshot.realm.defaultDefaultClientScopes].sort()).toEqual(expected.default.map((scope) => scope.name).sort());
    expect([...snapshot.realm.defaultOptionalClientScopes].sort()).toEqual(expected.optional.map((scope) => scope.name).sort());
  });

  it('has the recorded roles and composites', () => {
    const expected = recorded<{
      realmRoles: Json[];
      realmComposites: Record<string, Json[]>;
      clientRoles: Record<string, (Json & { composites?: string[] })[]>;
    }>('roles');
    const realmRoles = snapshot.configuration.roles.filter((role) => !role.clientRole);
    expect(comparable(realmRoles.map((role) => toRoleRepresentation(role)))).toEqual(comparable(expected.realmRoles));
    const defaults = snapshot.role(snapshot.realm.defaultRoleId)?.composites.map((id) => snapshot.role(id)?.name);
    expect(defaults?.sort()).toEqual(expected.realmComposites['default-roles-fresh']?.map((role) => role.name).sort());
    const found = Object.fromEntries(
      Object.keys(expected.clientRoles).map((clientId) => {
        const owner = clients.find((client) => client.clientId === clientId)?.id;
        const roles = snapshot.configuration.roles.filter((role) => role.containerId === owner);
        return [
          clientId,
          roles.map((role) => [role.name, role.description, role.composites.map((id) => snapshot.role(id)?.name).sort()]).sort(),
        ];
      }),
    );
    const wanted = Object.fromEntries(
      Object.entries(expected.clientRoles).map(([clientId, roles]) => [
        clientId,
        roles.map((role) => [role.name, role.description, [...(role.composites ?? [])].sort()]).sort(),
      ]),
    );
    expect(found).toEqual(wanted);
  });

  it('has the recorded flows, in order, with their executions', () => {
    const top = snapshot.configuration.flows.filter((flow) => flow.topLevel);
    const expected = recorded<Json[]>('builtin-flows-raw');
    expect(top.map((flow) => flow.alias)).toEqual(expected.map((flow) => flow.alias));
    for (const flow of expected) {
      const own = top.find((other) => other.alias === flow.alias);
      if (own === undefined) throw new Error(`flow ${String(flow.alias)} is missing`);
      const { id: _, ...rest } = flow;
      const { id: __, ...found } = toFlowRepresentation(snapshot, own);
      expect(found).toEqual(rest);
    }
  });

  it('lists executions as recorded, with level, index and choices', () => {
    const expected = recorded<Record<string, Json[]>>('builtin-executions-raw');
    for (const [alias, executions] of Object.entries(expected)) {
      const flow = snapshot.flowByAlias(alias);
      if (flow === null) throw new Error(`flow ${alias} is missing`);
      const ids = ['id', 'flowId', 'authenticationConfig'];
      const masked = (list: readonly Json[]) =>
        list.map((item) => Object.fromEntries(Object.entries(item).map(([key, value]) => [key, ids.includes(key) ? '<id>' : value])));
      expect(masked(toExecutionInfoRepresentations(snapshot, flow, authenticatorInfo))).toEqual(masked(executions));
    }
  });

  it('has the recorded required actions and components', () => {
    expect(snapshot.configuration.requiredActions.map(toRequiredActionRepresentation)).toEqual(recorded('required-actions'));
    expect(comparable(snapshot.configuration.components.map((component) => toComponentRepresentation(component)))).toEqual(
      comparable(recorded('components')),
    );
  });

  it('maps the recorded roles to the account console and to offline access', () => {
    const names = (ids: readonly string[] | undefined) => ids?.map((id) => snapshot.role(id)?.name).sort();
    expect(names(clients.find((client) => client.clientId === 'account-console')?.scopeMappings)).toEqual([
      'manage-account',
      'view-groups',
    ]);
    expect(names(snapshot.scope('offline_access')?.scopeMappings)).toEqual(['offline_access']);
  });
});

describe('realm master', () => {
  const master = snapshotOf(planMasterRealm(importInput()));
  const counted = importInput().ids;
  const otherIds = { ...counted, uuid: () => counted.uuid().replace(/^0/, 'f') };

  it('is protected against guessing, has short tokens and is administered through master-realm', () => {
    expect(master.snapshot.realm).toMatchObject({ realm: 'master', bruteForceProtected: true, accessTokenLifespan: 60 });
    const clientIds = [...master.snapshot.configuration.clientIds.values()];
    expect(clientIds).toContain('master-realm');
    expect(clientIds).not.toContain('realm-management');
    const admin = master.snapshot.configuration.roles.find((role) => role.name === 'admin');
    const contained = master.snapshot.expandRole(admin?.id ?? '').map((role) => role.name);
    expect(contained).toEqual(expect.arrayContaining(['create-realm', 'manage-users', 'view-realm', 'impersonation', 'query-users']));
  });

  it('gets a client for every other realm, whose roles its admins have', () => {
    const changes = planManagementClient('acme', master.snapshot, otherIds);
    const next = snapshotOf({ changes: [...master.changes, ...changes] });
    const admin = next.snapshot.configuration.roles.find((role) => role.name === 'admin');
    const acme = next.clients.find((client) => client.clientId === 'acme-realm');
    const reached = next.snapshot.expandRole(admin?.id ?? '').filter((role) => role.containerId === acme?.id);
    expect(reached.length).toBe(21);
    expect(acme?.defaultClientScopes).toEqual(openIdScopes(master.snapshot).defaultClientScopes);
    expect(planManagementClient('acme', next.snapshot, otherIds)).toEqual([]);
    expect(planManagementClientRemoval('acme', next.snapshot)).toEqual([{ kind: 'delete-client', id: acme?.id }]);
  });

  it('is repaired when the admins lost the roles of a realm', () => {
    const changes = planManagementClient('acme', master.snapshot, otherIds);
    const halfway = snapshotOf({ changes: [...master.changes, ...changes.slice(0, -1)] });
    const repair = planManagementClient('acme', new RealmSnapshot(halfway.snapshot.configuration), otherIds);
    expect(repair.map((change) => change.kind)).toEqual(['add-composites']);
  });
});
