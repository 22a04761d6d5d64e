import { expect, it } from '@jest/globals';
import type KcAdminClient from '@keycloak/keycloak-admin-client';

export interface AdminTools {
  readonly admin: KcAdminClient;
  /** A fresh realm, with the client set to it. */
  inRealm(more?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Status of a refusal. */
export const refusalOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: { readonly response?: { readonly status: number } }) => error.response?.status,
  );
export const names = (list: readonly { readonly name?: string }[]) => list.map(({ name }) => name).sort();

/** What applications are made of: clients, client scopes, flows and required actions. */
export function applicationTools(tools: () => AdminTools): void {
  it('manages clients', async () => {
    const { admin, inRealm } = tools();
    const realm = await inRealm();
    const { id } = await admin.clients.create({
      clientId: 'shop',
      serviceAccountsEnabled: true,
      redirectUris: ['http://localhost:9999/*'],
    });
    expect(await refusalOf(admin.clients.create({ clientId: 'shop' }))).toBe(409);
    expect((await admin.clients.find({ clientId: 'sho', search: true })).map((client) => client.clientId)).toEqual(['shop']);
    await admin.clients.update({ id }, { name: 'The shop' });
    expect((await admin.clients.findOne({ id }))?.name).toBe('The shop');
    const secret = await admin.clients.getClientSecret({ id });
    expect((await admin.clients.generateNewClientSecret({ id })).value).not.toBe(secret.value);
    expect(await refusalOf(admin.clients.invalidateSecret({ id }))).toBe(404);
    expect(await admin.clients.testNodesAvailable({ id })).toBeDefined();
    expect((await admin.clients.generateRegistrationAccessToken({ id })).registrationAccessToken).toMatch(/^ey/);
    expect((await admin.clients.getServiceAccountUser({ id })).username).toBe('service-account-shop');

    await admin.clients.createRole({ id, name: 'buyer' });
    expect(names(await admin.clients.listRoles({ id }))).toEqual(['buyer']);
    await admin.clients.updateRole({ id, roleName: 'buyer' }, { name: 'buyer', description: 'Buys' });
    const buyer = (await admin.clients.findRole({ id, roleName: 'buyer' }))!;
    expect(buyer.description).toBe('Buys');
    expect(await admin.clients.findUsersWithRole({ id, roleName: 'buyer' })).toEqual([]);

    const scope = await admin.clientScopes.create({ name: 'orders', protocol: 'openid-connect' });
    await admin.clients.addOptionalClientScope({ id, clientScopeId: scope.id });
    expect(names(await admin.clients.listOptionalClientScopes({ id }))).toContain('orders');
    await admin.clients.delOptionalClientScope({ id, clientScopeId: scope.id });
    await admin.clients.addDefaultClientScope({ id, clientScopeId: scope.id });
    expect(names(await admin.clients.listDefaultClientScopes({ id }))).toContain('orders');
    await admin.clients.delDefaultClientScope({ id, clientScopeId: scope.id });

    const mapper = {
      name: 'dept',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-usermodel-attribute-mapper',
      config: { 'claim.name': 'dept', 'user.attribute': 'dept' },
    };
    await admin.clients.addProtocolMapper({ id }, mapper);
    await admin.clients.addMultipleProtocolMappers({ id }, [{ ...mapper, name: 'two' }]);
    const made = (await admin.clients.findProtocolMapperByName({ id, name: 'dept' }))!;
    expect(names(await admin.clients.listProtocolMappers({ id }))).toEqual(expect.arrayContaining(['dept', 'two']));
    expect(names(await admin.clients.findProtocolMappersByProtocol({ id, protocol: 'openid-connect' }))).toEqual(
      expect.arrayContaining(['dept', 'two']),
    );
    await admin.clients.updateProtocolMapper(
      { id, mapperId: made.id! },
      { ...made, config: { ...made.config, 'claim.name': 'department' } },
    );
    expect((await admin.clients.findProtocolMapperById({ id, mapperId: made.id! })).config?.['claim.name']).toBe('department');
    await admin.clients.delProtocolMapper({ id, mapperId: made.id! });

    await admin.clients.update({ id }, { fullScopeAllowed: false });
    const offline = (await admin.roles.findOneByName({ name: 'offline_access' }))!;
    expect(names(await admin.clients.listAvailableRealmScopeMappings({ id }))).toContain('offline_access');
    await admin.clients.addRealmScopeMappings({ id }, [offline]);
    expect(names(await admin.clients.listRealmScopeMappings({ id }))).toEqual(['offline_access']);
    expect(names(await admin.clients.listCompositeRealmScopeMappings({ id }))).toEqual(['offline_access']);
    expect((await admin.clients.listScopeMappings({ id })).realmMappings).toHaveLength(1);
    expect(names(await admin.clients.evaluatePermission({ id, roleContainer: realm, type: 'granted', scope: '' }))).toContain(
      'offline_access',
    );
    await admin.clients.delRealmScopeMappings({ id }, [offline]);
    const [account] = await admin.clients.find({ clientId: 'account' });
    const viewProfile = (await admin.clients.findRole({ id: account!.id!, roleName: 'view-profile' }))!;
    const ofAccount = { id, client: account!.id! };
    expect(names(await admin.clients.listAvailableClientScopeMappings(ofAccount))).toContain('view-profile');
    await admin.clients.addClientScopeMappings(ofAccount, [viewProfile]);
    expect(names(await admin.clients.listClientScopeMappings(ofAccount))).toEqual(['view-profile']);
    expect(names(await admin.clients.listCompositeClientScopeMappings(ofAccount))).toEqual(['view-profile']);
    await admin.clients.delClientScopeMappings(ofAccount, [viewProfile]);

    const user = await admin.users.create({ username: 'ann', enabled: true, email: 'ann@tools.test' });
    const asked = { id, scope: 'openid email', userId: user.id };
    expect((await admin.clients.evaluateListProtocolMapper({ id, scope: 'openid' })).length).toBeGreaterThan(3);
    expect(await admin.clients.evaluateGenerateAccessToken({ ...asked, audience: '' })).toMatchObject({
      typ: 'Bearer',
      azp: 'shop',
      email: 'ann@tools.test',
    });
    expect(await admin.clients.evaluateGenerateIdToken(asked)).toMatchObject({ typ: 'ID', aud: 'shop' });
    expect(await admin.clients.evaluateGenerateUserInfo(asked)).toMatchObject({ sub: user.id, email: 'ann@tools.test' });

    expect(await admin.clients.listSessions({ id })).toEqual([]);
    expect(await admin.clients.listOfflineSessions({ id })).toEqual([]);
    expect(await admin.clients.getSessionCount({ id })).toEqual({ count: 0 });
    expect(await admin.clients.getOfflineSessionCount({ id })).toEqual({ count: 0 });
    expect(await admin.clients.pushRevocation({ id })).toBeDefined();
    expect(await admin.clients.getInstallationProviders({ id, providerId: 'keycloak-oidc-keycloak-json' })).toMatchObject({
      resource: 'shop',
    });
    await admin.clients.addClusterNode({ id, node: 'node-1.tools.test' });
    expect((await admin.clients.findOne({ id }))?.registeredNodes).toHaveProperty(['node-1.tools.test']);
    await admin.clients.deleteClusterNode({ id, node: 'node-1.tools.test' });

    const attr = 'jwt.credential';
    expect(await admin.clients.getKeyInfo({ id, attr })).toEqual({});
    const pair = await admin.clients.generateKey({ id, attr });
    expect(pair.certificate).toMatch(/^MII/);
    const form = new FormData();
    form.append('keystoreFormat', 'Certificate PEM');
    form.append('file', new Blob([pair.certificate!]), 'shop.pem');
    await admin.clients.uploadCertificate({ id, attr }, form);
    await admin.clients.uploadKey({ id, attr }, form);
    expect((await admin.clients.getKeyInfo({ id, attr })).certificate).toBe(pair.certificate);

    await admin.clients.delRole({ id, roleName: 'buyer' });
    await admin.clients.del({ id });
    expect(await admin.clients.findOne({ id })).toBeNull();
  }, 60_000);

  it('manages client scopes', async () => {
    const { admin, inRealm } = tools();
    await inRealm({ clients: [{ clientId: 'web' }], roles: { realm: [{ name: 'clerk' }], client: { web: [{ name: 'buyer' }] } } });
    const { id } = await admin.clientScopes.create({ name: 'orders', protocol: 'openid-connect' });
    expect(names(await admin.clientScopes.find())).toContain('orders');
    await admin.clientScopes.update({ id }, { name: 'orders', protocol: 'openid-connect', description: 'Orders' });
    expect((await admin.clientScopes.findOne({ id }))?.description).toBe('Orders');
    expect((await admin.clientScopes.findOneByName({ name: 'orders' }))?.id).toBe(id);

    await admin.clientScopes.addDefaultClientScope({ id });
    expect(names(await admin.clientScopes.listDefaultClientScopes())).toContain('orders');
    await admin.clientScopes.delDefaultClientScope({ id });
    await admin.clientScopes.addDefaultOptionalClientScope({ id });
    expect(names(await admin.clientScopes.listDefaultOptionalClientScopes())).toContain('orders');
    await admin.clientScopes.delDefaultOptionalClientScope({ id });

    const mapper = {
      name: 'dept',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-usermodel-attribute-mapper',
      config: { 'claim.name': 'dept' },
    };
    await admin.clientScopes.addProtocolMapper({ id }, mapper);
    await admin.clientScopes.addMultipleProtocolMappers({ id }, [{ ...mapper, name: 'two' }]);
    const made = (await admin.clientScopes.findProtocolMapperByName({ id, name: 'dept' }))!;
    expect(names(await admin.clientScopes.listProtocolMappers({ id }))).toEqual(['dept', 'two']);
    expect(names(await admin.clientScopes.findProtocolMappersByProtocol({ id, protocol: 'openid-connect' }))).toEqual(['dept', 'two']);
    await admin.clientScopes.updateProtocolMapper({ id, mapperId: made.id! }, { ...made, name: 'department' });
    expect((await admin.clientScopes.findProtocolMapper({ id, mapperId: made.id! }))?.name).toBe('department');
    await admin.clientScopes.delProtocolMapper({ id, mapperId: made.id! });

    const clerk = (await admin.roles.findOneByName({ name: 'clerk' }))!;
    expect(names(await admin.clientScopes.listAvailableRealmScopeMappings({ id }))).toContain('clerk');
    await admin.clientScopes.addRealmScopeMappings({ id }, [clerk]);
    expect(names(await admin.clientScopes.listRealmScopeMappings({ id }))).toEqual(['clerk']);
    expect(names(await admin.clientScopes.listCompositeRealmScopeMappings({ id }))).toEqual(['clerk']);
    expect((await admin.clientScopes.listScopeMappings({ id })).realmMappings).toHaveLength(1);
    await admin.clientScopes.delRealmScopeMappings({ id }, [clerk]);
    const [web] = await admin.clients.find({ clientId: 'web' });
    const buyer = (await admin.clients.findRole({ id: web!.id!, roleName: 'buyer' }))!;
    const ofWeb = { id, client: web!.id! };
    expect(names(await admin.clientScopes.listAvailableClientScopeMappings(ofWeb))).toEqual(['buyer']);
    await admin.clientScopes.addClientScopeMappings(ofWeb, [buyer]);
    expect(names(await admin.clientScopes.listClientScopeMappings(ofWeb))).toEqual(['buyer']);
    expect(names(await admin.clientScopes.listCompositeClientScopeMappings(ofWeb))).toEqual(['buyer']);
    await admin.clientScopes.delClientScopeMappings(ofWeb, [buyer]);
    await admin.clientScopes.create({ name: 'shortlived', protocol: 'openid-connect' });
    await admin.clientScopes.delByName({ name: 'shortlived' });
    await admin.clientScopes.del({ id });
    expect(await admin.clientScopes.findOne({ id })).toBeNull();
  }, 60_000);

  it('manages flows, their steps and required actions', async () => {
    const { admin, inRealm } = tools();
    await inRealm();
    const auth = admin.authenticationManagement;
    expect((await auth.getFlows({})).map((flow) => flow.alias)).toContain('browser');
    const { id: flowId } = (await auth.createFlow({ alias: 'mine', providerId: 'basic-flow', topLevel: true, builtIn: false })) as {
      id: string;
    };
    expect((await auth.getFlow({ flowId })).alias).toBe('mine');
    await auth.updateFlow({ flowId }, { id: flowId, alias: 'ours', providerId: 'basic-flow', topLevel: true, builtIn: false });
    await auth.copyFlow({ flow: 'browser', newName: 'copy' });
    const first = (await auth.addExecutionToFlow({ flow: 'ours', provider: 'auth-cookie' })) as { id: string };
    const second = (await auth.addExecutionToFlow({ flow: 'ours', provider: 'conditional-user-role' })) as { id: string };
    await auth.addFlowToFlow({ flow: 'ours', alias: 'below', type: 'basic-flow', provider: '', description: 'Below' });
    expect((await auth.getExecutions({ flow: 'ours' })).map((execution) => execution.displayName)).toEqual([
      'Cookie',
      'Condition - user role',
      'below',
    ]);
    await auth.raisePriorityExecution({ id: second.id });
    await auth.lowerPriorityExecution({ id: second.id });
    const [cookie] = await auth.getExecutions({ flow: 'ours' });
    await auth.updateExecution({ flow: 'ours' }, { ...cookie, requirement: 'ALTERNATIVE' });
    expect((await auth.getExecutions({ flow: 'ours' }))[0]?.requirement).toBe('ALTERNATIVE');
    const { id: configId } = (await auth.createConfig({ id: second.id, alias: 'only chiefs', config: { condUserRole: 'chief' } })) as {
      id: string;
    };
    expect((await auth.getConfig({ id: configId })).config).toEqual({ condUserRole: 'chief' });
    await auth.updateConfig({ id: configId, alias: 'only clerks', config: { condUserRole: 'clerk' } });
    expect((await auth.getConfigDescription({ providerId: 'conditional-user-role' })).properties?.length).toBeGreaterThan(0);
    await auth.delConfig({ id: configId });
    await auth.delExecution({ id: first.id });
    await auth.deleteFlow({ flowId });

    expect((await auth.getAuthenticatorProviders()).length).toBeGreaterThan(10);
    expect((await auth.getClientAuthenticatorProviders()).map(({ id }) => id)).toContain('client-secret');
    expect((await auth.getFormProviders()).map(({ id }) => id)).toEqual(['registration-page-form']);
    expect((await auth.getFormActionProviders()).length).toBeGreaterThan(2);

    const alias = 'CONFIGURE_TOTP';
    expect((await auth.getRequiredActions()).map((action) => action.alias)).toContain(alias);
    const action = (await auth.getRequiredActionForAlias({ alias })) as { alias: string };
    await auth.updateRequiredAction({ alias }, { ...action, defaultAction: true });
    await auth.lowerRequiredActionPriority({ alias });
    await auth.raiseRequiredActionPriority({ alias });
    expect((await auth.getRequiredActionConfigDescription({ alias })).properties?.[0]?.name).toBe('max_auth_age');
    await auth.updateRequiredActionConfig({ alias }, { config: { max_auth_age: '60' } });
    expect(await auth.getRequiredActionConfig({ alias })).toEqual({ config: { max_auth_age: '60' } });
    await auth.removeRequiredActionConfig({ alias });
    await auth.deleteRequiredAction({ alias });
    expect((await auth.getUnregisteredRequiredActions()).map(({ providerId }) => providerId)).toContain(alias);
    await auth.registerRequiredAction({ providerId: alias, name: 'Configure OTP' });
  }, 60_000);
}
