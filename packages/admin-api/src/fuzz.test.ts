import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fullPath, type Route } from './http/route.ts';
import { asUser } from './test-rig/as-user.ts';
import { bodyOf } from './test-rig/hostile-bodies.ts';
import { openRig, type Rig } from './test-rig/open-rig.ts';

const BODIES = Number(process.env.ANTEROOM_TEST_BODIES ?? 1000);

/** Bad input (conventions): whatever is sent, an answer of the dialect's shape, no accident behind it, and nothing half-written. */
describe('whatever is sent to a call that writes', () => {
  let rig: Rig;
  const ids: Record<string, string> = {};
  let realmId = '';
  let routes: readonly Route[] = [];

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true, users: [{ username: 'root', enabled: true, realmRoles: ['admin'] }] });
    await rig.importer.import({
      realm: 'foreign',
      enabled: true,
      users: [{ username: 'stranger', enabled: true }],
      groups: [{ name: 'g' }],
    });
    await rig.importer.import({
      realm: 'acme',
      enabled: true,
      users: [
        { username: 'alice', enabled: true, email: 'alice@acme.test', credentials: [{ type: 'password', value: 'pw', userLabel: 'x' }] },
      ],
      groups: [{ name: 'staff', subGroups: [{ name: 'night' }] }],
      clients: [
        { clientId: 'shop', protocolMappers: [{ name: 'm', protocol: 'openid-connect', protocolMapper: 'oidc-sub-mapper', config: {} }] },
      ],
      roles: { realm: [{ name: 'worker' }, { name: 'chief', composite: true, composites: { realm: ['worker'] } }] },
      identityProviders: [{ alias: 'idp', providerId: 'oidc', enabled: true, config: {} }],
      identityProviderMappers: [{ id: 'idp-mapper', name: 'm', identityProviderAlias: 'idp', identityProviderMapper: 'x', config: {} }],
    });
    const realm = (await rig.realms.byName('acme'))!;
    realmId = realm.id;
    const foreign = (await rig.realms.byName('foreign'))!;
    const { groups, roles, clientScopes, components, flows, authenticatorConfigs } = realm.configuration;
    const alice = (await rig.directory.users.findByUsername(realm.id, 'alice'))!;
    const shop = (await rig.realms.client(realm, 'shop'))!;
    Object.assign(ids, {
      user: alice.id,
      credential: (await rig.directory.credentials.list(realm.id, alice.id))[0]?.id ?? 'none',
      stranger: (await rig.directory.users.findByUsername(foreign.id, 'stranger'))!.id,
      foreignGroup: foreign.configuration.groups[0]!.id,
      group: groups.find((group) => group.name === 'staff')!.id,
      subGroup: groups.find((group) => group.name === 'night')!.id,
      role: roles.find((role) => role.name === 'worker')!.id,
      composite: roles.find((role) => role.name === 'chief')!.id,
      client: shop.id,
      mapper: shop.protocolMappers[0]!.id,
      scope: clientScopes[0]!.id,
      component: components[0]?.id ?? 'none',
      flow: flows.find((flow) => flow.alias === 'browser')!.id,
      execution: flows.find((flow) => flow.alias === 'browser')!.executions[0]!.id,
      config: authenticatorConfigs[0]?.id ?? 'none',
    });
    routes = rig.api.routes.filter((route) => route.consumes === 'json' && route.scope === 'realm');
  });
  afterAll(() => rig.close());

  const parameterOf = (path: string, parameter: string): string => {
    const place = path.slice(0, path.indexOf(`:${parameter}`));
    if (parameter === 'client' || parameter === 'roleClient') return ids.client!;
    if (parameter === 'scope') return ids.scope!;
    if (parameter === 'mapper') return ids.mapper!;
    if (parameter === 'roleName') return 'worker';
    if (parameter === 'roleId') return ids.composite!;
    if (parameter === 'attr') return 'jwt.credential';
    if (parameter === 'credentialId') return ids.credential!;
    if (parameter === 'alias')
      return place.includes('identity-provider') ? 'idp' : place.includes('required-actions') ? 'UPDATE_PASSWORD' : 'browser';
    if (place.includes('/mappers/')) return 'idp-mapper';
    if (place.includes('/users/')) return ids.user!;
    if (place.includes('/groups/')) return ids.group!;
    if (place.includes('/components/')) return ids.component!;
    if (place.includes('/flows/')) return ids.flow!;
    if (place.includes('/executions/')) return ids.execution!;
    if (place.includes('/config/')) return ids.config!;
    return 'de';
  };

  /** What a refused call must not have touched. */
  const stateOf = async () => ({
    versions: [...(await rig.directory.realms.versions())],
    users: await rig.directory.users.search(realmId, { includeServiceAccounts: true }),
    credentials: await rig.directory.credentials.list(realmId, ids.user!),
  });

  it(`D093: answers without an accident and writes all or nothing, for ${BODIES} bodies made from the schemas`, async () => {
    const token = await rig.token('master', 'root');
    const call = asUser(rig, token);
    const statuses: Record<number, number> = {};
    await fc.assert(
      fc.asyncProperty(
        fc.nat().chain((n) => {
          const route = routes[n % routes.length]!;
          return fc.tuple(fc.constant(route), bodyOf(route.request, Object.values(ids)));
        }),
        async ([route, body]) => {
          const name = encodeURIComponent((await rig.realms.byId(realmId))!.name);
          const path = fullPath(route)
            .replace('/realms/:realm', `/realms/${name}`)
            .replace(/[:*](\w+)/g, (_, parameter: string) => encodeURIComponent(parameterOf(fullPath(route), parameter)));
          const before = await stateOf();
          const answer = await call(route.method, `/admin${path}`, body ?? null);
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
          const what = `${route.method} ${path} ${JSON.stringify(body).slice(0, 500)} → ${answer.status} ${answer.text.slice(0, 200)}`;
          const accidents = rig.log.entries.filter((entry) => entry.event === 'admin.failed');
          if (accidents.length > 0)
            throw new Error(`${what} ${JSON.stringify(accidents[0], (_, value) => (value instanceof Error ? value.stack : value))}`);
          if (answer.status >= 400) {
            if (answer.json === undefined) throw new Error(`no JSON: ${what}`);
            expect([what, await stateOf()]).toEqual([what, before]);
          }
        },
      ),
      { seed: 20260729, numRuns: BODIES, endOnFailure: true },
    );
    process.stderr.write(`fuzz: ${BODIES} bodies over ${routes.length} calls, answers ${JSON.stringify(statuses)}\n`);
  }, 400_000);
});
