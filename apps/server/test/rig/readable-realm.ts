import { ADMIN_ROLES } from '@anteroom/admin-api';
import { adminTargets } from '../hostile/admin-targets.ts';
import { idsOf, PASSWORD, SCRATCH, scratchRealm } from '../hostile/site.ts';
import type { InProcessServer } from './in-process-server.ts';

/** What is known of alice and of nobody else. */
export const OF_ALICE = ['alice', 'alice@site.test', 'Alicia-first', 'Liddell-last', 'phone-of-alice'] as const;
/** An attribute that the profile shows to nobody. */
export const HIDDEN = 'hidden-from-administrators';

const administrator = (name: string, roles: readonly string[]) => ({
  ...{ username: name, enabled: true, email: `${name}@admins.test`, firstName: 'A', lastName: 'B' },
  credentials: [{ type: 'password', value: PASSWORD }],
  clientRoles: { 'realm-management': roles },
});
const attribute = (name: string, view: readonly string[]) => ({ name, permissions: { view, edit: ['user'] } });
/** What stands for a parameter where the name of the parameter does not say it. */
const PLACES: Readonly<Record<string, string | { readonly live: string }>> = {
  'GET /admin/realms/{realm}/localization/{locale}/{key} key': 'greeting',
  'GET /admin/realms/{realm}/client-scopes/{scope}/protocol-mappers/models/{mapper} mapper': { live: 'scopeMapper' },
  'GET /admin/realms/{realm}/identity-provider/providers/{provider} provider': 'oidc',
  'GET /admin/realms/{realm}/identity-provider/instances/{alias}/mappers/{id} id': { live: 'providerMapper' },
  'GET /admin/realms/{realm}/authentication/config-description/{provider} provider': 'auth-cookie',
};
const SECRET = 'secret-of-the-shop';
const PROFILE = {
  attributes: [
    ...['username', 'email', 'firstName', 'lastName', 'phone'].map((name) => attribute(name, ['admin', 'user'])),
    attribute('score', []),
  ],
};

export interface Read {
  readonly route: string;
  readonly path: string;
  readonly reader: string;
  readonly status: number;
  readonly text: string;
}

export interface ReadableRealm {
  /** One administrator for each role, and `realm-admin`. */
  readonly readers: readonly string[];
  /** Ids of its things by what they are. */
  readonly ids: Readonly<Record<string, string>>;
  /** A call below `/admin/realms/{realm}`. */
  call(reader: string, method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly json: unknown }>;
  /** Every GET of the Admin REST as this administrator, with ids that are there, and the export. */
  readEverything(reader: string): Promise<readonly Read[]>;
}

/** The scratch realm with administrators of every kind, and with something in whatever can be read. */
export async function createReadableRealm(server: InProcessServer): Promise<ReadableRealm> {
  const readers = ['realm-admin', ...ADMIN_ROLES];
  const [alice, ...others] = scratchRealm.users;
  const [shop] = scratchRealm.clients;
  await server.admin('POST', '', {
    ...scratchRealm,
    ...{ eventsEnabled: true, adminEventsEnabled: true, adminEventsDetailsEnabled: true },
    users: [
      {
        ...alice,
        ...{ firstName: 'Alicia-first', lastName: 'Liddell-last', attributes: { phone: ['phone-of-alice'], score: [HIDDEN] } },
        ...{ realmRoles: ['worker', 'chief'], clientRoles: { shop: ['worker'] }, groups: ['/staff'] },
      },
      ...others,
      ...readers.map((name) => administrator(name, [name])),
    ],
    groups: [{ name: 'staff', realmRoles: ['worker'], attributes: { budget: ['budget-of-staff'] }, subGroups: [{ name: 'night' }] }],
    clients: [{ ...shop, secret: SECRET, directAccessGrantsEnabled: true }],
    localizationTexts: { de: { greeting: 'Hallo' } },
    roles: { ...scratchRealm.roles, client: { shop: [{ name: 'worker' }], 'realm-management': [{ name: 'hand-over-links' }] } },
    components: {
      'org.keycloak.userprofile.UserProfileProvider': [
        { providerId: 'declarative-user-profile', config: { 'kc.user.profile.config': [JSON.stringify(PROFILE)] } },
      ],
    },
  });
  const { core, base } = server;
  const realm = (await core.realms.byName(SCRATCH))!;
  const login = await fetch(`${base}/realms/${SCRATCH}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'password', username: 'alice', password: PASSWORD, scope: 'openid offline_access' },
      ...{ client_id: 'shop', client_secret: SECRET },
    }),
  });
  const { session_state: session } = (await login.json()) as { readonly session_state: string };
  const made = (await idsOf(server, SCRATCH))!;
  const scope = realm.configuration.clientScopes.find(({ id }) => id === made.scope);
  const [providerMapper] = realm.configuration.identityProviders.flatMap(({ mappers }) => mappers as readonly { readonly id: string }[]);
  const ids: Readonly<Record<string, string>> = {
    ...made,
    session,
    scopeMapper: scope?.protocolMappers[0]?.id ?? '',
    providerMapper: providerMapper?.id ?? '',
  };
  const targets = adminTargets((await (await fetch(`${base}/admin/openapi.json`)).json()) as Parameters<typeof adminTargets>[0]);
  const tokens = new Map<string, string>();
  for (const reader of readers) tokens.set(reader, await server.tokenOf(SCRATCH, reader, PASSWORD));

  const send = async (reader: string, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${tokens.get(reader)}`, 'content-type': 'application/json' };
    const answer = await fetch(`${base}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, text: await answer.text() };
  };
  const paths = targets
    .filter(({ methods, path }) => !path.startsWith('/admin/openapi') && (methods.includes('GET') || path.endsWith('/partial-export')))
    .map(({ route, path, places = {} }) => ({
      route,
      path: path.replace(/:(\w+)/g, (_, name: string) => {
        const place = PLACES[`${route} ${name}`] ?? places[name] ?? '';
        return typeof place === 'string' ? place : (ids[place.live] ?? place.live);
      }),
    }));
  const queryOf = (route: string) => {
    if (route.includes('generate-example')) return `?scope=openid&userId=${ids.user}`;
    if (route.endsWith('/partial-export')) return '?exportClients=true&exportGroupsAndRoles=true';
    return '?briefRepresentation=false&userProfileMetadata=true&max=1000';
  };
  return {
    readers,
    ids,
    async call(reader, method, path, body) {
      const { status, text } = await send(reader, method, `/admin/realms/${realm.name}${path}`, body);
      return { status, json: text === '' ? null : JSON.parse(text) };
    },
    async readEverything(reader) {
      const wanted = paths.map(({ route, path }) => ({ route, path: `${path}${queryOf(route)}` }));
      return Promise.all(
        wanted.map(async ({ route, path }) => ({ route, path, reader, ...(await send(reader, route.split(' ')[0] ?? 'GET', path)) })),
      );
    },
  };
}
