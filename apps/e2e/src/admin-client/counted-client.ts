import KcAdminClient from '@keycloak/keycloak-admin-client';

type Resource = Readonly<Record<string, unknown>>;

/** The methods of the client that make a call, as `users.find`, read from the client itself. */
export function clientMethods(client: KcAdminClient = new KcAdminClient()): readonly string[] {
  return Object.entries(client as unknown as Readonly<Record<string, Resource>>)
    .filter(([, resource]) => typeof resource === 'object' && resource !== null && 'makeRequest' in resource)
    .flatMap(([name, resource]) => [...callsOf(resource)].map((method) => `${name}.${method}`))
    .sort();
}

function callsOf(resource: Resource): ReadonlySet<string> {
  const own = Object.keys(resource).filter((key) => typeof resource[key] === 'function' && !key.startsWith('make'));
  const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((key) => key !== 'constructor');
  return new Set([...own, ...inherited]);
}

export interface CountedClient {
  readonly client: KcAdminClient;
  /** Calls made so far, by method. */
  readonly calls: ReadonlyMap<string, number>;
}

/** The client as it is, with every call of a method written down. */
export function countedClient(baseUrl: string): CountedClient {
  const client = new KcAdminClient({ baseUrl, realmName: 'master' });
  const calls = new Map<string, number>();
  for (const method of clientMethods(client)) {
    const [resourceName = '', name = ''] = method.split('.');
    const resource = (client as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[resourceName]!;
    const original = resource[name]!;
    resource[name] = (...args) => {
      calls.set(method, (calls.get(method) ?? 0) + 1);
      return original.apply(resource, args);
    };
  }
  return { client, calls };
}
