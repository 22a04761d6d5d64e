import { SCRATCH } from './site.ts';
import type { Target } from './surface.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
}

/** The Admin REST, as it describes itself. */
export function adminTargets(document: Document): readonly Target[] {
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]): Target => {
      const path = template.replace(/\{(\w+)\}/g, ':$1');
      const content = operation.requestBody?.content ?? {};
      const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      return {
        route: `${method.toUpperCase()} ${template}`,
        methods: [method.toUpperCase()],
        path,
        place: 'query',
        parameters: Object.fromEntries(query.map(({ name }) => [name, ['text', '1'] as const])),
        headers: { authorization: { live: 'admin-bearer' } },
        places: Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, placeOf(path, name)])),
        ...(Object.keys(content).length === 0 ? {} : { schema: Object.values(content)[0]?.schema ?? {} }),
        schemas: document.components.schemas,
      };
    }),
  );
}

/** What stands for a parameter of a path, so that the call finds something. */
function placeOf(path: string, name: string): string | { readonly live: string } {
  const before = path.slice(0, path.indexOf(`:${name}`));
  const after = (word: string) => before.includes(`/${word}/`);
  if (name === 'realm' || name === 'container') return SCRATCH;
  if (['client', 'roleClient', 'ofClient', 'clientUuid'].includes(name)) return { live: 'client' };
  if (name === 'provider' && after('installation')) return 'keycloak-oidc-keycloak-json';
  if (name === 'template') return 'execute-actions';
  if (name === 'path') return 'staff/night';
  if (name === 'protocol') return 'openid-connect';
  if (name === 'scope') return { live: 'scope' };
  if (name === 'mapper') return { live: 'mapper' };
  if (name === 'roleName') return 'worker';
  if (name === 'roleId') return { live: 'composite' };
  if (name === 'attr') return 'jwt.credential';
  if (name === 'credentialId') return { live: 'credential' };
  if (name === 'alias')
    return after('identity-provider') || after('instances') ? 'idp' : after('required-actions') ? 'UPDATE_PASSWORD' : 'browser';
  for (const [word, live] of Object.entries(BY_WORD)) if (after(word)) return { live };
  return 'de';
}

const BY_WORD = {
  users: 'user',
  groups: 'group',
  components: 'component',
  flows: 'flow',
  executions: 'execution',
  config: 'config',
  clients: 'client',
  'client-scopes': 'scope',
  sessions: 'session',
};
