import { readObject, readObjects, readText, readTexts } from '../representation/read.ts';
import type { ImportContext } from './context.ts';
import { resolveRoles } from './import-roles.ts';

/** Role ids by who may use them: `client <clientId>` and `scope <name>`. */
export function importScopeMappings(context: ImportContext): {
  forClient(clientId: string): readonly string[];
  forScope(name: string): readonly string[];
} {
  const mapped = new Map<string, string[]>();
  const add = (target: { readonly client: string | undefined; readonly scope: string | undefined }, ids: readonly string[]): void => {
    const key = target.client === undefined ? `scope ${target.scope}` : `client ${target.client}`;
    mapped.set(key, [...(mapped.get(key) ?? []), ...ids]);
  };
  for (const mapping of readObjects(context.document, 'scopeMappings') ?? []) {
    add(
      { client: readText(mapping, 'client'), scope: readText(mapping, 'clientScope') },
      resolveRoles(context, readTexts(mapping, 'roles') ?? [], {}, 'scopeMappings'),
    );
  }
  const byOwner = readObject(context.document, 'clientScopeMappings') ?? {};
  for (const owner of Object.keys(byOwner)) {
    for (const mapping of readObjects(byOwner, owner) ?? []) {
      const roles = resolveRoles(context, [], { [owner]: readTexts(mapping, 'roles') ?? [] }, `clientScopeMappings.${owner}`);
      add({ client: readText(mapping, 'client'), scope: readText(mapping, 'clientScope') }, roles);
    }
  }
  return {
    forClient: (clientId) => [...new Set(mapped.get(`client ${clientId}`))],
    forScope: (name) => [...new Set(mapped.get(`scope ${name}`))],
  };
}
