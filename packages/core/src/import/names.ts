/** What an import knows by name, and the ids behind the names. Everything gives null for a name that is not there. */
export interface ImportNames {
  /** UUID of a client. */
  client(clientId: string): string | null;
  realmRole(name: string): string | null;
  clientRole(clientId: string, name: string): string | null;
  scope(name: string): string | null;
  /** By path: `/Head Office/Finance`. */
  group(path: string): string | null;
  flow(alias: string): string | null;
  config(alias: string): string | null;
}

export interface NameTable extends ImportNames {
  add(kind: 'client' | 'realm-role' | 'scope' | 'group' | 'flow' | 'config', name: string, id: string): void;
  addClientRole(clientId: string, name: string, id: string): void;
}

export function createNameTable(): NameTable {
  const ids = new Map<string, string>();
  const key = (kind: string, ...names: readonly string[]) => JSON.stringify([kind, ...names]);
  const find = (kind: string, ...names: readonly string[]) => ids.get(key(kind, ...names)) ?? null;
  return {
    client: (clientId) => find('client', clientId),
    realmRole: (name) => find('realm-role', name),
    clientRole: (clientId, name) => find('client-role', clientId, name),
    scope: (name) => find('scope', name),
    group: (path) => find('group', path),
    flow: (alias) => find('flow', alias),
    config: (alias) => find('config', alias),
    add: (kind, name, id) => ids.set(key(kind, name), id),
    addClientRole: (clientId, name, id) => ids.set(key('client-role', clientId, name), id),
  };
}
