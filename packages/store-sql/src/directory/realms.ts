import type {
  AuthenticatorConfig,
  ClientScope,
  Component,
  Flow,
  Group,
  IdentityProvider,
  Realm,
  RealmConfiguration,
  RealmStore,
  RequiredActionConfig,
  Role,
} from '@anteroom/core';
import { BUILT_IN_FLOWS } from '@anteroom/core';
import type { Knex } from 'knex';
import type { SecretBox } from '../secret-box.ts';
import { openDocument, placeOf, type StoredDocument } from './sealed-parts.ts';

interface RealmRow extends StoredDocument {
  readonly id: string;
  readonly version: number | string;
}

interface ConfigurationRow extends StoredDocument {
  readonly kind: string;
  readonly id: string;
}

export function createSqlRealms({ db, secretBox }: { readonly db: Knex; readonly secretBox: SecretBox }): RealmStore {
  const toRealm = (row: RealmRow): Realm => openDocument(secretBox, row, placeOf(row.id, 'realm', row.id));

  return {
    async list() {
      const rows: RealmRow[] = await db('realm').select('id', 'version', 'document', 'sealed').orderBy('name');
      return rows.map(toRealm);
    },

    async get(id) {
      const row: RealmRow | undefined = await db('realm').first('id', 'version', 'document', 'sealed').where({ id });
      return row === undefined ? null : toRealm(row);
    },

    async findByName(name) {
      const row: RealmRow | undefined = await db('realm').first('id', 'version', 'document', 'sealed').where({ name });
      return row === undefined ? null : toRealm(row);
    },

    async getConfiguration(id) {
      // Read again when a change was committed between the statements, so that the parts are of one version.
      for (;;) {
        const realm: RealmRow | undefined = await db('realm').first('id', 'version', 'document', 'sealed').where({ id });
        if (realm === undefined) return null;
        const rows: ConfigurationRow[] = await db('configuration').select('kind', 'id', 'document', 'sealed').where({ realm_id: id });
        const clients: { id: string; client_id: string }[] = await db('client').select('id', 'client_id').where({ realm_id: id });
        const after: Pick<RealmRow, 'version'> | undefined = await db('realm').first('version').where({ id });
        if (after !== undefined && Number(after.version) === Number(realm.version)) return assemble(toRealm(realm), realm, rows, clients);
      }
    },

    async versions() {
      const rows: { id: string; version: number | string }[] = await db('realm').select('id', 'version');
      return new Map(rows.map((row) => [row.id, Number(row.version)]));
    },
  };

  function assemble(
    realm: Realm,
    row: RealmRow,
    rows: readonly ConfigurationRow[],
    clients: readonly { id: string; client_id: string }[],
  ): RealmConfiguration {
    const parts = new Map<string, unknown[]>();
    const share = createSharing();
    for (const part of rows) {
      const nouns = parts.get(part.kind) ?? [];
      const noun: unknown = openDocument(secretBox, part, placeOf(realm.id, part.kind, part.id));
      nouns.push(part.kind === 'role' ? share(noun as Role) : noun);
      parts.set(part.kind, nouns);
    }
    const of = <T>(kind: string): readonly T[] => (parts.get(kind) ?? []) as T[];
    return {
      version: Number(row.version),
      realm,
      roles: of<Role>('role').toSorted(byName),
      groups: of<Group>('group').toSorted(byName),
      clientScopes: of<ClientScope>('client-scope').toSorted(byName),
      flows: of<Flow>('flow').toSorted(byPlace),
      authenticatorConfigs: of<AuthenticatorConfig>('authenticator-config'),
      requiredActions: of<RequiredActionConfig>('required-action').toSorted((a, b) => a.priority - b.priority),
      components: of<Component>('component'),
      identityProviders: of<IdentityProvider>('identity-provider'),
      clientIds: new Map(clients.map((client) => [client.id, client.client_id])),
    };
  }
}

const NO_ATTRIBUTES: Role['attributes'] = Object.freeze({});
const NO_COMPOSITES: Role['composites'] = Object.freeze([]);

/**
 * Lets the roles of a realm share what is equal. Realm `master` has about twenty for each other realm, with the same names, and each of
 * them would hold texts of its own for the name and for the client that it belongs to.
 */
function createSharing(): (role: Role) => Role {
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  return (role) => ({
    ...role,
    name: shared(role.name),
    containerId: shared(role.containerId),
    ...(role.description === undefined ? {} : { description: shared(role.description) }),
    attributes: Object.keys(role.attributes).length === 0 ? NO_ATTRIBUTES : role.attributes,
    composites: role.composites.length === 0 ? NO_COMPOSITES : role.composites,
  });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Built-in flows first, as Keycloak lists them, then by alias. */
function byPlace(a: Flow, b: Flow): number {
  const place = (flow: Flow) =>
    flow.builtIn && BUILT_IN_FLOWS.includes(flow.alias) ? BUILT_IN_FLOWS.indexOf(flow.alias) : BUILT_IN_FLOWS.length;
  return place(a) - place(b) || (a.alias < b.alias ? -1 : 1);
}
