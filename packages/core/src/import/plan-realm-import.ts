import type { Clock, IdSource } from '../clock.ts';
import { MASTER_REALM, planManagementClient } from '../defaults/management-client.ts';
import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import { type Component, FLOW_BINDINGS, type Realm } from '../directory/realm.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { AnteroomError } from '../errors.ts';
import { fromIdentityProviderRepresentation } from '../representation/component.ts';
import { fromRequiredActionRepresentation } from '../representation/flow.ts';
import { type Representation, readObjects, readText, readTexts } from '../representation/read.ts';
import { completeExport, defaultRoleName } from './complete-export.ts';
import type { ImportContext } from './context.ts';
import { importClientScopes, importClients } from './import-clients.ts';
import { importComponents } from './import-components.ts';
import { importAuthenticatorConfigs, importFlows, reportFlowProblems, reportUnknownAuthenticators } from './import-flows.ts';
import { importGroups, resolveGroups } from './import-groups.ts';
import { importRealmFields } from './import-realm-fields.ts';
import { createImportReport, type ImportReportLine } from './import-report.ts';
import { importRoles } from './import-roles.ts';
import { importScopeMappings } from './import-scope-mappings.ts';
import { importUsers, missingServiceAccounts, type PasswordToHash, servedClients, userChanges } from './import-users.ts';
import { masterRoles } from './master-roles.ts';
import { createNameTable, type ImportNames } from './names.ts';

export interface RealmImportInput {
  readonly ids: IdSource;
  readonly clock: Clock;
  /** Made by the `KeyGenerator` when `needsKeys(document)`; otherwise empty. */
  readonly keys: readonly Component[];
  /** Realm `master` as it is; null when it is the realm being made. */
  readonly master: RealmSnapshot | null;
  /** Ids of the authenticators and form actions that the flow engine has. */
  readonly authenticators: ReadonlySet<string>;
  /** Clients whose service account comes later, apart from the document. */
  readonly served?: ReadonlySet<string>;
}

export interface RealmImportPlan {
  readonly realmId: string;
  readonly name: string;
  /** One unit for the realm, without the passwords of `passwordsToHash`. */
  readonly changes: readonly Change[];
  /** A second unit, for realm `master`: lets its administrators administer the new realm. */
  readonly masterChanges: readonly Change[];
  readonly passwordsToHash: readonly PasswordToHash[];
  /** For users that come apart from the document. */
  readonly names: ImportNames;
  readonly report: readonly ImportReportLine[];
}

/** Characters that would not survive as one segment of a URL. */
const RESERVED = /[\s:/?#[\]@!$&'()*+,;=%\\"<>^`{|}]/;

/**
 * Everything a realm document asks for as changes. Ids are kept, what is missing is what Keycloak's importer adds, what has no place in
 * the model is kept verbatim and reported. Refuses with `invalid_input` what cannot be read or would be unsafe to guess.
 */
export function planRealmImport(representation: Representation, input: RealmImportInput): RealmImportPlan {
  const name = readText(representation, 'realm') ?? '';
  if (name === '' || name.length > 255 || RESERVED.test(name)) {
    throw new AnteroomError('invalid_input', 'a realm needs a name without reserved characters', {
      publicText: 'Realm name cannot be empty or contain reserved characters',
    });
  }
  const context: ImportContext = {
    document: completeExport(representation, name),
    realmId: readText(representation, 'id') || input.ids.uuid(),
    served: new Set([...servedClients(readObjects(representation, 'users') ?? []), ...(input.served ?? [])]),
    ids: input.ids,
    now: input.clock.now(),
    names: createNameTable(),
    report: createImportReport(),
  };
  const scopes = importClientScopes(context);
  const configs = importAuthenticatorConfigs(context);
  const flows = importFlows(context);
  const master = name === MASTER_REALM ? masterRoles(context, scopes) : { clients: [], roles: [] };
  const clients = [...importClients(context, scopes), ...master.clients];
  const roles = [...importRoles(context), ...master.roles];
  const groups = importGroups(context);
  const mappings = importScopeMappings(context);
  const realm: Realm = {
    ...importRealmFields(context, representation, name),
    defaultRoleId: context.names.realmRole(defaultRoleName(representation, name)) ?? '',
    defaultGroups: resolveGroups(context, readTexts(representation, 'defaultGroups') ?? [], 'defaultGroups'),
  };
  reportFlowProblems(context, flows);
  reportUnknownAuthenticators(context, flows, boundFlows(context, realm, clients), input.authenticators);
  const mapped = clients.map((client) => ({ ...client, scopeMappings: mappings.forClient(client.clientId) }));
  const users = importUsers(context, readObjects(representation, 'users') ?? []);

  const changes: Change[] = [
    { kind: 'put-realm', realm },
    ...scopes.map((scope): Change => ({ kind: 'put-client-scope', scope: { ...scope, scopeMappings: mappings.forScope(scope.name) } })),
    ...mapped.map((client): Change => ({ kind: 'put-client', client })),
    ...roles.map((role): Change => ({ kind: 'put-role', role })),
    ...configs.map((config): Change => ({ kind: 'put-authenticator-config', config })),
    ...flows.map((flow): Change => ({ kind: 'put-flow', flow })),
    ...requiredActions(context),
    ...importComponents(context, input.keys).map((component): Change => ({ kind: 'put-component', component })),
    ...identityProviders(context),
    ...groups.map((group): Change => ({ kind: 'put-group', group })),
    ...userChanges([...users.users, ...missingServiceAccounts(context, mapped, realm.defaultRoleId)]),
  ];
  const masterChanges = input.master === null ? [] : planManagementClient(name, input.master, input.ids);
  return {
    realmId: context.realmId,
    name,
    changes,
    masterChanges,
    passwordsToHash: users.passwordsToHash,
    names: context.names,
    report: context.report.lines,
  };
}

function requiredActions(context: ImportContext): readonly Change[] {
  return (readObjects(context.document, 'requiredActions') ?? []).map(
    (action): Change => ({ kind: 'put-required-action', action: fromRequiredActionRepresentation(action) }),
  );
}

/** Mappers stand beside the providers in an export and are kept with theirs. */
function identityProviders(context: ImportContext): readonly Change[] {
  const mappers = Map.groupBy(readObjects(context.document, 'identityProviderMappers') ?? [], (mapper) =>
    readText(mapper, 'identityProviderAlias'),
  );
  return (readObjects(context.document, 'identityProviders') ?? []).map((representation): Change => {
    const provider = fromIdentityProviderRepresentation(representation, context.ids.uuid());
    const own = mappers.get(provider.alias);
    context.report.warn(`identityProviders[${provider.alias}]`, 'is kept, but signing in through other providers is not available');
    return { kind: 'put-identity-provider', provider: own === undefined ? provider : { ...provider, identityProviderMappers: own } };
  });
}

/** Ids of the flows a login can reach: those the realm or a client binds. */
function boundFlows(context: ImportContext, realm: Realm, clients: readonly Client[]): readonly string[] {
  const reachable = FLOW_BINDINGS.filter(
    (binding) => binding !== 'firstBrokerLoginFlow' && binding !== 'dockerAuthenticationFlow' && binding !== 'clientAuthenticationFlow',
  );
  const ofRealm = reachable.flatMap((binding) => context.names.flow(realm[binding]) ?? []);
  return [...ofRealm, ...clients.flatMap((client) => Object.values(client.authenticationFlowBindingOverrides))];
}
