import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type KcAdminClient from '@keycloak/keycloak-admin-client';
import { type CountedClient, clientMethods, countedClient } from '../admin-client/counted-client.ts';
import { NOT_OFFERED } from '../admin-client/not-offered.ts';
import { type DocumentedAnswers, watchAnswers } from '../documented-answers.ts';
import { ADMIN, type RunningServer } from '../server.ts';
import { applicationTools, names, refusalOf } from './admin-client-applications.ts';

interface Stage {
  readonly server: RunningServer;
  /** Where mail is taken. */
  readonly smtpPort: number;
  readonly name: string;
}

const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** The current `@keycloak/keycloak-admin-client`, unmodified, over every resource of it that is in scope. Each test has a realm of its own. */
export function adminClientSuite(get: () => Stage): void {
  let counted: CountedClient;
  let admin: KcAdminClient;
  let realms = 0;
  let documented: DocumentedAnswers;

  afterAll(() => documented?.stop());
  beforeAll(async () => {
    documented = await watchAnswers(get().server);
    counted = countedClient(get().server.local);
    admin = counted.client;
    await admin.auth({ ...ADMIN, grantType: 'password', clientId: 'admin-cli' });
  });

  /** A fresh realm, with the client set to it. */
  async function inRealm(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const realm = `tools-${++realms}`;
    admin.setConfig({ realmName: 'master' });
    await admin.auth({ ...ADMIN, grantType: 'password', clientId: 'admin-cli' });
    await admin.realms.create({ realm, enabled: true, passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)', ...more });
    admin.setConfig({ realmName: realm });
    return realm;
  }

  it('manages realms and their settings', async () => {
    const realm = await inRealm({ displayName: 'Tools' });
    expect((await admin.realms.find({ briefRepresentation: true })).map((item) => item.realm)).toContain(realm);
    expect((await admin.realms.findOne({ realm }))?.displayName).toBe('Tools');
    await admin.realms.update({ realm }, { displayName: 'Tools 2', eventsEnabled: true });
    expect((await admin.realms.findOne({ realm }))?.displayName).toBe('Tools 2');
    expect(await admin.realms.findOne({ realm: 'nowhere' })).toBeNull();

    const group = await admin.groups.create({ name: 'newcomers' });
    await admin.realms.addDefaultGroup({ realm, id: group.id });
    expect(names(await admin.realms.getDefaultGroups({ realm }))).toEqual(['newcomers']);
    expect((await admin.realms.getGroupByPath({ realm, path: 'newcomers' })).id).toBe(group.id);
    await admin.realms.removeDefaultGroup({ realm, id: group.id });
    expect(await admin.realms.getDefaultGroups({ realm })).toEqual([]);

    await admin.realms.updateConfigEvents({ realm }, { eventsEnabled: true, adminEventsEnabled: true, eventsListeners: ['jboss-logging'] });
    expect(await admin.realms.getConfigEvents({ realm })).toMatchObject({ eventsEnabled: true, adminEventsEnabled: true });
    await admin.roles.create({ name: 'seen' });
    expect(await admin.realms.findAdminEvents({ realm, operationTypes: 'CREATE' })).toMatchObject([{ resourcePath: 'roles/seen' }]);
    expect(await admin.realms.findEvents({ realm, type: 'LOGIN' })).toEqual([]);
    await admin.realms.clearEvents({ realm });
    await admin.realms.clearAdminEvents({ realm });

    await admin.realms.addLocalization({ realm, selectedLocale: 'de', key: 'hello' }, 'Hallo');
    expect(await admin.realms.getRealmSpecificLocales({ realm })).toEqual(['de']);
    expect(await admin.realms.getRealmLocalizationTexts({ realm, selectedLocale: 'de' })).toEqual({ hello: 'Hallo' });
    await admin.realms.deleteRealmLocalizationTexts({ realm, selectedLocale: 'de', key: 'hello' });
    expect(await admin.realms.getRealmLocalizationTexts({ realm, selectedLocale: 'de' })).toEqual({});

    expect((await admin.realms.getKeys({ realm })).keys?.map((key) => key.algorithm)).toContain('RS256');
    expect(await admin.realms.getClientSessionStats({ realm })).toEqual([]);
    expect(await admin.realms.getClientRegistrationPolicyProviders({ realm })).not.toEqual([]);
    const initial = await admin.realms.createClientsInitialAccess({ realm }, { count: 2, expiration: 60 });
    expect(await admin.realms.getClientsInitialAccess({ realm })).toMatchObject([{ id: initial.id, remainingCount: 2 }]);
    await admin.realms.delClientsInitialAccess({ realm, id: initial.id! });
    const part = { ifResourceExists: 'SKIP' as const, roles: { realm: [{ name: 'seen' }, { name: 'brought' }] } };
    expect(await admin.realms.partialImport({ realm, rep: part as never })).toMatchObject({ added: 1, skipped: 1 });
    expect((await admin.realms.export({ realm, exportClients: true, exportGroupsAndRoles: true })).clients?.length).toBeGreaterThan(3);
    await admin.realms.pushRevocation({ realm });
    await admin.realms.removeSession({ realm, sessionId: NOWHERE });
    expect(await refusalOf(admin.realms.deleteSession({ realm, session: NOWHERE, isOffline: false }))).toBe(404);
    await admin.realms.logoutAll({ realm });
    await admin.cache.clearRealmCache();
    await admin.cache.clearUserCache();
    await admin.cache.clearKeysCache();
    await admin.cache.clearCrlCache();
    await admin.realms.del({ realm });
    expect(await admin.realms.findOne({ realm })).toBeNull();
  }, 60_000);

  it('tries mail settings by a real message', async () => {
    const realm = await inRealm();
    const settings = { host: '127.0.0.1', port: String(get().smtpPort), from: 'tools@tools.test' };
    admin.setConfig({ realmName: 'master' });
    const [me] = await admin.users.find({ username: ADMIN.username, exact: true });
    await admin.users.update({ id: me!.id! }, { email: 'admin@tools.test' });
    await admin.realms.testSMTPConnection({ realm }, settings);
    expect(await refusalOf(admin.realms.testSMTPConnection({ realm }, { ...settings, port: '1' }))).toBe(400);
  }, 60_000);

  it('manages users, what they have and how they sign in', async () => {
    const realm = await inRealm({
      identityProviders: [{ alias: 'idp', providerId: 'oidc', enabled: true, config: {} }],
      clients: [{ clientId: 'web', publicClient: true, directAccessGrantsEnabled: true, redirectUris: ['http://localhost:9999/*'] }],
    });
    await admin.realms.update({ realm }, { smtpServer: { host: '127.0.0.1', port: String(get().smtpPort), from: 'tools@tools.test' } });
    const { id } = await admin.users.create({
      username: 'ann',
      email: 'ann@tools.test',
      enabled: true,
      firstName: 'Ann',
      lastName: 'Tools',
    });
    expect(await refusalOf(admin.users.create({ username: 'ann' }))).toBe(409);
    expect((await admin.users.find({ search: 'an' })).map((user) => user.username)).toEqual(['ann']);
    expect((await admin.users.findOne({ id, userProfileMetadata: true }))?.userProfileMetadata?.attributes).toBeDefined();
    expect(await admin.users.findOne({ id: NOWHERE })).toBeNull();
    expect(await admin.users.count({ search: 'an' })).toBe(1);
    await admin.users.update({ id }, { lastName: 'Changed' });
    expect((await admin.users.findOne({ id }))?.lastName).toBe('Changed');
    const profile = await admin.users.getProfile();
    await admin.users.updateProfile({ ...profile, unmanagedAttributePolicy: 'ENABLED' as never });
    await admin.users.update({ id }, { ...(await admin.users.findOne({ id })), attributes: { floor: ['2'] } });
    expect(await admin.users.getUnmanagedAttributes({ id })).toEqual({ floor: ['2'] });
    expect((await admin.users.getProfileMetadata()).attributes?.map(({ name }) => name)).toContain('username');

    await admin.users.resetPassword({ id, credential: { type: 'password', value: 'Tools-pw-1', temporary: false } });
    const [password] = await admin.users.getCredentials({ id });
    expect(password?.type).toBe('password');
    await admin.users.updateCredentialLabel({ id, credentialId: password!.id! }, 'the first');
    expect((await admin.users.getCredentials({ id }))[0]?.userLabel).toBe('the first');
    await admin.users.moveCredentialPositionUp({ id, credentialId: password!.id! });
    expect(
      await refusalOf(admin.users.moveCredentialPositionDown({ id, credentialId: password!.id!, newPreviousCredentialId: NOWHERE })),
    ).toBe(404);
    expect(await admin.users.getUserStorageCredentialTypes({ id })).toEqual([]);

    const token = await fetch(`${get().server.local}/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'web',
        username: 'ann',
        password: 'Tools-pw-1',
        scope: 'openid offline_access',
      }),
    });
    expect(token.status).toBe(200);
    const [web] = await admin.clients.find({ clientId: 'web' });
    expect(await admin.users.listSessions({ id })).toEqual([]);
    expect(await admin.users.listOfflineSessions({ id, clientId: web!.id! })).toHaveLength(1);
    expect(await admin.users.listConsents({ id })).toBeInstanceOf(Array);
    await admin.users.revokeConsent({ id, clientId: 'web' });
    expect(await admin.users.listOfflineSessions({ id, clientId: web!.id! })).toEqual([]);
    await admin.users.logout({ id });

    const role = await admin.roles.findOneByName({ name: 'offline_access' });
    const mapping = { id, roles: [{ id: role!.id!, name: role!.name! }] };
    expect(names(await admin.users.listAvailableRealmRoleMappings({ id }))).toContain('offline_access');
    await admin.users.addRealmRoleMappings(mapping);
    expect(names(await admin.users.listRealmRoleMappings({ id }))).toContain('offline_access');
    expect(names(await admin.users.listCompositeRealmRoleMappings({ id }))).toContain('uma_authorization');
    expect((await admin.users.listRoleMappings({ id })).realmMappings).toBeDefined();
    await admin.users.delRealmRoleMappings(mapping);
    expect(names(await admin.users.listRealmRoleMappings({ id }))).not.toContain('offline_access');
    await admin.clients.createRole({ id: web!.id!, name: 'buyer' });
    const buyer = await admin.clients.findRole({ id: web!.id!, roleName: 'buyer' });
    const ofClient = { id, clientUniqueId: web!.id! };
    expect(names(await admin.users.listAvailableClientRoleMappings(ofClient))).toEqual(['buyer']);
    await admin.users.addClientRoleMappings({ ...ofClient, roles: [{ id: buyer!.id!, name: 'buyer' }] });
    expect(names(await admin.users.listClientRoleMappings(ofClient))).toEqual(['buyer']);
    expect(names(await admin.users.listCompositeClientRoleMappings(ofClient))).toEqual(['buyer']);
    await admin.users.delClientRoleMappings({ ...ofClient, roles: [{ id: buyer!.id!, name: 'buyer' }] });

    const group = await admin.groups.create({ name: 'staff' });
    await admin.users.addToGroup({ id, groupId: group.id });
    expect(names(await admin.users.listGroups({ id }))).toEqual(['staff']);
    expect(await admin.users.countGroups({ id })).toEqual({ count: 1 });
    await admin.users.delFromGroup({ id, groupId: group.id });

    await admin.users.addToFederatedIdentity({ id, federatedIdentityId: 'idp', federatedIdentity: { userId: 'x', userName: 'ann' } });
    expect(await admin.users.listFederatedIdentities({ id })).toEqual([{ identityProvider: 'idp', userId: 'x', userName: 'ann' }]);
    await admin.users.delFromFederatedIdentity({ id, federatedIdentityId: 'idp' });

    await admin.users.executeActionsEmail({ id, actions: ['UPDATE_PASSWORD'], lifespan: 60 });
    await admin.users.sendVerifyEmail({ id });
    expect(await admin.attackDetection.findOne({ id })).toMatchObject({ numFailures: 0 });
    await admin.attackDetection.del({ id });
    await admin.attackDetection.delAll();
    expect(await admin.users.impersonation({ id }, { user: id, realm })).toMatchObject({ sameRealm: false });
    await admin.users.deleteCredential({ id, credentialId: (await admin.users.getCredentials({ id }))[0]!.id! });
    await admin.users.del({ id });
    expect(await admin.users.find()).toEqual([]);
  }, 60_000);

  it('manages groups', async () => {
    await inRealm({ clients: [{ clientId: 'web' }], roles: { realm: [{ name: 'clerk' }], client: { web: [{ name: 'buyer' }] } } });
    const { id } = await admin.groups.create({ name: 'staff', attributes: { floor: ['2'] } });
    const child = await admin.groups.createChildGroup({ id }, { name: 'night' });
    const other = await admin.groups.create({ name: 'other' });
    await admin.groups.updateChildGroup({ id }, { id: other.id, name: 'other' });
    expect((await admin.groups.findOne({ id: other.id }))?.parentId).toBe(id);
    await admin.groups.updateRoot({ id: other.id, name: 'other' });
    await admin.groups.del({ id: other.id });
    expect(names(await admin.groups.find())).toEqual(['staff']);
    expect((await admin.groups.find({ search: 'night' }))[0]?.subGroups).toHaveLength(1);
    expect(await admin.groups.count()).toEqual({ count: 2 });
    expect(await admin.groups.count({ top: true })).toEqual({ count: 1 });
    expect((await admin.groups.findOne({ id }))?.attributes).toEqual({ floor: ['2'] });
    await admin.groups.update({ id }, { name: 'crew' });
    expect(names(await admin.groups.listSubGroups({ parentId: id }))).toEqual(['night']);
    expect(await admin.groups.listMembers({ id })).toEqual([]);
    const clerk = await admin.roles.findOneByName({ name: 'clerk' });
    const roles = [{ id: clerk!.id!, name: 'clerk' }];
    await admin.groups.addRealmRoleMappings({ id, roles });
    expect(names(await admin.groups.listRealmRoleMappings({ id }))).toEqual(['clerk']);
    expect(names(await admin.groups.listCompositeRealmRoleMappings({ id: child.id }))).toEqual(['clerk']);
    expect(names(await admin.groups.listAvailableRealmRoleMappings({ id }))).not.toContain('clerk');
    expect((await admin.groups.listRoleMappings({ id })).realmMappings).toHaveLength(1);
    await admin.groups.delRealmRoleMappings({ id, roles });
    const [web] = await admin.clients.find({ clientId: 'web' });
    const buyer = await admin.clients.findRole({ id: web!.id!, roleName: 'buyer' });
    const ofClient = { id, clientUniqueId: web!.id! };
    expect(names(await admin.groups.listAvailableClientRoleMappings(ofClient))).toEqual(['buyer']);
    await admin.groups.addClientRoleMappings({ ...ofClient, roles: [{ id: buyer!.id!, name: 'buyer' }] });
    expect(names(await admin.groups.listClientRoleMappings(ofClient))).toEqual(['buyer']);
    expect(names(await admin.groups.listCompositeClientRoleMappings(ofClient))).toEqual(['buyer']);
    await admin.groups.delClientRoleMappings({ ...ofClient, roles: [{ id: buyer!.id!, name: 'buyer' }] });
    await admin.groups.del({ id });
    expect(await admin.groups.findOne({ id: child.id })).toBeNull();
  }, 60_000);

  it('manages roles by name and by id', async () => {
    await inRealm({ clients: [{ clientId: 'web' }], roles: { client: { web: [{ name: 'buyer' }] } } });
    expect(await admin.roles.create({ name: 'chief', description: 'Leads' })).toEqual({ roleName: 'chief' });
    await admin.roles.create({ name: 'clerk' });
    expect(names(await admin.roles.find({ search: 'c' }))).toEqual(expect.arrayContaining(['chief', 'clerk']));
    const chief = (await admin.roles.findOneByName({ name: 'chief' }))!;
    const clerk = (await admin.roles.findOneByName({ name: 'clerk' }))!;
    await admin.roles.updateByName({ name: 'chief' }, { ...chief, description: 'Leads on' });
    expect((await admin.roles.findOneById({ id: chief.id! }))?.description).toBe('Leads on');
    await admin.roles.updateById({ id: chief.id! }, { ...chief, description: 'by id' });
    const [web] = await admin.clients.find({ clientId: 'web' });
    const buyer = (await admin.clients.findRole({ id: web!.id!, roleName: 'buyer' }))!;
    await admin.roles.createComposite({ roleId: chief.id! }, [clerk, buyer]);
    expect(names(await admin.roles.getCompositeRoles({ id: chief.id! }))).toEqual(['buyer', 'clerk']);
    expect(names(await admin.roles.getCompositeRolesForRealm({ id: chief.id! }))).toEqual(['clerk']);
    expect(names(await admin.roles.getCompositeRolesForClient({ id: chief.id!, clientId: web!.id! }))).toEqual(['buyer']);
    await admin.roles.delCompositeRoles({ id: chief.id! }, [clerk]);
    expect(await admin.roles.findUsersWithRole({ name: 'chief' })).toEqual([]);
    await admin.roles.delByName({ name: 'clerk' });
    await admin.roles.delById({ id: chief.id! });
    expect(await admin.roles.findOneByName({ name: 'chief' })).toBeNull();
  }, 60_000);

  applicationTools(() => ({ admin, inRealm }));

  it('keeps components, identity providers and client policies', async () => {
    const realm = await inRealm();
    const { id } = await admin.components.create({
      name: 'policy',
      providerId: 'max-clients',
      providerType: 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy',
      config: { 'max-clients': ['10'] },
    });
    expect(names(await admin.components.find({ name: 'policy' }))).toEqual(['policy']);
    await admin.components.update({ id }, { ...(await admin.components.findOne({ id })), config: { 'max-clients': ['20'] } });
    expect((await admin.components.findOne({ id }))?.config).toEqual({ 'max-clients': ['20'] });
    const realmId = (await admin.realms.findOne({ realm }))!.id!;
    expect(await admin.components.listSubComponents({ id: realmId, type: 'org.keycloak.keys.KeyProvider' })).not.toEqual([]);
    await admin.components.del({ id });

    const idps = admin.identityProviders;
    await idps.create({
      alias: 'other',
      providerId: 'oidc',
      enabled: true,
      config: { clientId: 'x', clientSecret: 'secret', authorizationUrl: 'https://idp.test/auth', tokenUrl: 'https://idp.test/token' },
    });
    expect((await idps.find()).map(({ alias }) => alias)).toEqual(['other']);
    const provider = (await idps.findOne({ alias: 'other' }))!;
    expect(provider.config?.clientSecret).toBe('**********');
    await idps.update({ alias: 'other' }, { ...provider, displayName: 'Other' });
    expect((await idps.findOne({ alias: 'other' }))?.displayName).toBe('Other');
    expect(await idps.findFactory({ providerId: 'oidc' })).toMatchObject({ id: 'oidc' });
    const mapper = {
      name: 'm',
      identityProviderAlias: 'other',
      identityProviderMapper: 'oidc-user-attribute-idp-mapper',
      config: { claim: 'dept' },
    };
    const made = await idps.createMapper({ alias: 'other', identityProviderMapper: mapper });
    expect(names(await idps.findMappers({ alias: 'other' }))).toEqual(['m']);
    await idps.updateMapper({ alias: 'other', id: made.id }, { ...mapper, id: made.id, config: { claim: 'floor' } });
    expect((await idps.findOneMapper({ alias: 'other', id: made.id }))?.config).toEqual({ claim: 'floor' });
    expect(await idps.findMapperTypes({ alias: 'other' })).toBeDefined();
    await idps.delMapper({ alias: 'other', id: made.id });
    expect(await idps.reloadKeys({ alias: 'other' })).toBe(false);
    await idps.del({ alias: 'other' });

    const policies = admin.clientPolicies;
    expect((await policies.listProfiles({ includeGlobalProfiles: true })).globalProfiles?.length).toBeGreaterThan(3);
    await policies.createProfiles({
      profiles: [{ name: 'ours', description: '', executors: [{ executor: 'pkce-enforcer', configuration: {} }] }],
    });
    expect((await policies.listProfiles({ includeGlobalProfiles: false })).profiles).toHaveLength(1);
    await policies.updatePolicy({
      policies: [{ name: 'all', enabled: true, conditions: [{ condition: 'any-client', configuration: {} }], profiles: ['ours'] }],
    });
    expect((await policies.listPolicies({})).policies).toHaveLength(1);
  }, 60_000);

  it('tells about the server and about who asks', async () => {
    const info = await admin.serverInfo.find();
    expect(info.systemInfo?.version).toMatch(/^26\./);
    expect(info.componentTypes).toHaveProperty(['org.keycloak.keys.KeyProvider']);
    // The answer is for the console, whose tokens this is not (Keycloak).
    expect(await refusalOf(admin.whoAmI.find({ currentRealm: 'master' } as never))).toBe(403);
  }, 60_000);

  it('called every method that is offered, more than 200 times in all', () => {
    const offered = clientMethods().filter((method) => NOT_OFFERED[method] === undefined);
    expect(offered.filter((method) => !counted.calls.has(method))).toEqual([]);
    const total = [...counted.calls.values()].reduce((sum, count) => sum + count, 0);
    process.stderr.write(`admin client on ${get().name}: ${total} calls of ${counted.calls.size} methods\n`);
    expect(total).toBeGreaterThanOrEqual(200);
  });

  it('gets no answer that the OpenAPI document does not have', () => {
    expect(documented.checked).toBeGreaterThan(200);
    expect(documented.problems).toEqual([]);
  });
}
