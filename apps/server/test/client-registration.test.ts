import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

const REALM = 'registering';
const CALLBACK = 'http://localhost:9999/*';
let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcess();
  const person = (username: string, ...roles: readonly string[]) => ({
    ...{ username, enabled: true, email: `${username}@registering.test`, firstName: username, lastName: 'Test' },
    credentials: [{ type: 'password', value: 'pw' }],
    clientRoles: { 'realm-management': roles },
  });
  await server.admin('POST', '', {
    ...{ realm: REALM, enabled: true, adminEventsEnabled: true, passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)' },
    users: [person('manager', 'manage-clients'), person('viewer', 'view-clients'), person('creator', 'create-client'), person('nobody')],
  });
}, 60_000);
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function call(method: string, path: string, authorization: string | null, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${server.base}/realms/${REALM}/clients-registrations/${path}`, {
    method,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

const bearer = (token: unknown) => `Bearer ${token}`;
const person = async (name: string) => bearer(await server.tokenOf(REALM, name, 'pw'));
async function allowance(count = 1): Promise<string> {
  const { json } = await server.admin('POST', `/${REALM}/clients-initial-access`, { count, expiration: 600 });
  return bearer((json as { token: string }).token);
}
const register = async (client: object) => call('POST', 'default', await allowance(), client);
const error = ({ status, body }: Answer) => [status, body.error, body.error_description];
const NOT_TO_VIEW = [401, 'invalid_token', 'Not authorized to view client. Not valid token or client credentials provided.'];
const NOT_TO_UPDATE = [401, 'invalid_token', 'Not authorized to update client. Maybe missing token or bad token type.'];
const FORBIDDEN = [403, 'insufficient_scope', 'Forbidden'];

describe('registration of clients in the representation of Keycloak', () => {
  it('makes a client for an initial access token, as often as the token says', async () => {
    const token = await allowance();
    const made = await call('POST', 'default', token, { clientId: 'first', redirectUris: [CALLBACK] });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`${server.base}/realms/${REALM}/clients-registrations/default/first`);
    expect(made.body).toMatchObject({
      ...{ clientId: 'first', redirectUris: [CALLBACK], webOrigins: ['http://localhost:9999'], defaultRoles: [], publicClient: false },
      ...{ secret: expect.stringMatching(/.{20}/), registrationAccessToken: expect.stringMatching(/^ey/) },
    });
    expect(error(await call('POST', 'default', token, { clientId: 'again' }))).toEqual([
      401,
      'invalid_token',
      'No remaining count on initial access token',
    ]);
    expect(error(await register({ clientId: 'first' }))).toEqual([400, 'invalid_client_metadata', 'Client Identifier in use']);
    expect((await register({})).body.clientId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lets the holder of the registration access token read as often as he likes, and change with a new token each time', async () => {
    const { body: made } = await register({ clientId: 'mine', name: 'One' });
    const first = bearer(made.registrationAccessToken);
    for (const _ of [1, 2]) expect((await call('GET', 'default/mine', first)).body.name).toBe('One');
    const changed = await call('PUT', 'default/mine', first, { ...made, name: 'Two', secret: 'chosen' });
    expect([changed.status, changed.body.name, changed.body.secret]).toEqual([200, 'Two', 'chosen']);
    expect(error(await call('PUT', 'default/mine', first, made))).toEqual(NOT_TO_UPDATE);
    expect(error(await call('GET', 'default/mine', first))).toEqual(NOT_TO_VIEW);
    const second = bearer(changed.body.registrationAccessToken);
    expect(error(await call('PUT', 'default/mine', second, { clientId: 'other' }))).toEqual([
      400,
      'invalid_client_metadata',
      'Client Identifier modified',
    ]);
    expect(error(await call('GET', 'default/account', second))).toEqual(NOT_TO_VIEW);
    expect((await call('DELETE', 'default/mine', second)).status).toBe(204);
    expect(error(await call('GET', 'default/mine', second))).toEqual(NOT_TO_VIEW);
  });

  it('takes a change by one of many callers with the same token', async () => {
    const { body } = await register({ clientId: 'raced' });
    const token = bearer(body.registrationAccessToken);
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => call('PUT', 'default/raced', token, { clientId: 'raced', name: `${at}` })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  it('gives a client that was switched off no way back', async () => {
    const { body } = await register({ clientId: 'off' });
    const off = await call('PUT', 'default/off', bearer(body.registrationAccessToken), { clientId: 'off', enabled: false });
    expect([off.status, off.body.enabled]).toEqual([200, false]);
    expect(error(await call('PUT', 'default/off', bearer(off.body.registrationAccessToken), { clientId: 'off', enabled: true }))).toEqual(
      NOT_TO_UPDATE,
    );
  });

  it('does for an administrator what his roles allow, with an admin event, and leaves the token of the client alone', async () => {
    const [manager, viewer, creator, nobody] = await Promise.all(['manager', 'viewer', 'creator', 'nobody'].map(person));
    const made = await call('POST', 'default', creator!, { clientId: 'theirs' });
    expect(made.status).toBe(201);
    expect(error(await call('POST', 'default', viewer!, { clientId: 'x' }))).toEqual(FORBIDDEN);
    expect(error(await call('POST', 'default', nobody!, { clientId: 'x' }))).toEqual(FORBIDDEN);
    expect((await call('GET', 'default/theirs', viewer!)).body).not.toHaveProperty('registrationAccessToken');
    for (const token of [creator!, nobody!]) expect(error(await call('GET', 'default/theirs', token))).toEqual(FORBIDDEN);
    for (const token of [viewer!, creator!]) expect(error(await call('PUT', 'default/theirs', token, made.body))).toEqual(FORBIDDEN);
    expect((await call('PUT', 'default/theirs', manager!, { clientId: 'theirs', name: 'N' })).body.name).toBe('N');
    expect((await call('GET', 'default/theirs', bearer(made.body.registrationAccessToken))).status).toBe(200);
    expect(error(await call('GET', 'default/none', viewer!))).toEqual([404, 'invalid_request', 'Client not found']);
    expect((await call('DELETE', 'default/theirs', manager!)).status).toBe(204);
    const { json } = await server.admin('GET', `/${REALM}/admin-events?resourceTypes=CLIENT`);
    expect((json as { operationType: string }[]).map(({ operationType }) => operationType)).toEqual(['DELETE', 'UPDATE', 'CREATE']);
  });

  it('refuses who brings no token or one of another kind or realm', async () => {
    expect((await call('POST', 'default', null, { clientId: 'x' })).status).toBe(403);
    for (const token of ['garbage', await server.token()])
      expect(error(await call('POST', 'default', bearer(token), { clientId: 'x' }))).toEqual([401, 'invalid_token', 'Failed decode token']);
    expect(error(await call('GET', 'default/account', null))).toEqual(NOT_TO_VIEW);
    const initial = await allowance();
    expect(error(await call('GET', 'default/account', initial))).toEqual([401, 'invalid_token', 'Not initial access token allowed']);
    expect(error(await call('PUT', 'default/account', initial, { clientId: 'account' }))).toEqual(NOT_TO_UPDATE);
    expect((await call('POST', 'nothing', initial, {})).body).toEqual({ error: 'Client registration provider not found' });
    expect((await call('GET', 'default', initial)).status).toBe(404);
  });

  it('keeps to the registration policies of the realm, and lets nobody take a client or a flow that is not his', async () => {
    const policy = (name: string, details: string) => [
      ...[403, 'insufficient_scope'],
      `Policy '${name}' rejected request to client-registration service. Details: ${details}`,
    ];
    const mapper = (protocolMapper: string) => ({ protocolMappers: [{ name: 'm', protocol: 'openid-connect', protocolMapper }] });
    const mappers = policy('Allowed Protocol Mapper Types', 'ProtocolMapper type not allowed');
    const scopes = policy('Allowed Client Scopes', 'Not permitted to use specified clientScope');
    expect(error(await register({ clientId: 'a', ...mapper('oidc-hardcoded-claim-mapper') }))).toEqual(mappers);
    expect(error(await register({ clientId: 'a', optionalClientScopes: ['service_account'] }))).toEqual(scopes);
    const { status, body } = await register({ clientId: 'a', ...mapper('oidc-full-name-mapper'), defaultClientScopes: ['email'] });
    expect([status, body.defaultClientScopes, body.optionalClientScopes]).toEqual([201, ['email'], []]);
    const token = bearer(body.registrationAccessToken);
    expect(error(await call('PUT', 'default/a', token, { ...body, ...mapper('oidc-hardcoded-claim-mapper') }))).toEqual(mappers);
    expect(error(await call('PUT', 'default/a', token, { ...body, defaultClientScopes: ['service_account'] }))).toEqual(scopes);
    expect((await call('PUT', 'default/a', token, body)).status).toBe(200);
    const flows = (await server.admin('GET', `/${REALM}/authentication/flows`)).json as { id: string; alias: string }[];
    const browser = flows.find(({ alias }) => alias === 'direct grant')?.id;
    expect((await register({ clientId: 'b', authenticationFlowBindingOverrides: { browser } })).status).toBe(403);
    expect((await register({ clientId: 'realm-management' })).status).toBe(400);
    const manager = await person('manager');
    expect((await call('DELETE', 'default/realm-management', manager)).status).toBe(403);
    expect((await call('DELETE', 'openid-connect/realm-management', manager)).status).toBe(404);
  });

  it('refuses by a policy that it does not know', async () => {
    const { json } = await server.admin('GET', `/${REALM}`);
    const added = await server.admin('POST', `/${REALM}/components`, {
      ...{ name: 'Hosts', providerId: 'trusted-hosts', subType: 'authenticated', parentId: (json as { id: string }).id },
      ...{ providerType: 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy', config: {} },
    });
    expect(added.status).toBe(201);
    expect((await register({ clientId: 'c' })).body.error_description).toContain("Policy 'Hosts' rejected");
    const hosts = (await server.admin('GET', `/${REALM}/components?name=Hosts`)).json as { id: string }[];
    await server.admin('DELETE', `/${REALM}/components/${hosts[0]?.id}`);
  });

  it('answers what is no client, without losing a registration over it', async () => {
    const token = await allowance();
    const refusal = async (body: unknown) => error(await call('POST', 'default', token, body));
    expect(await refusal('{')).toEqual([400, 'invalid_request', 'Cannot parse the JSON']);
    expect((await refusal({ clientId: 'd', nonsense: 1 }))[1]).toMatch(
      /^Invalid json representation for ClientRepresentation. Unrecognized field "nonsense"/,
    );
    expect(await refusal({ redirectUris: ['http://x/#f'] })).toEqual([
      ...[400, 'invalid_redirect_uri', 'A redirect URI must not contain an URL fragment'],
    ]);
    expect(await refusal({ rootUrl: 'javascript:alert(1)' })).toEqual([400, 'invalid_client_metadata', 'Root URL uses an illegal scheme']);
    expect((await refusal({ id: '../x' }))[0]).toBe(400);
    expect((await refusal({ defaultRoles: ['viewer'] }))[0]).toBe(400);
    expect((await call('POST', 'default', token, { clientId: 'd' })).status).toBe(201);
  });
});

describe('the configuration of an adapter', () => {
  it('is for the client itself, for who may see it, and of a public client for everybody', async () => {
    const { body } = await register({ clientId: 'adapted' });
    await register({ clientId: 'public', publicClient: true });
    const basic = (secret: unknown) => `Basic ${Buffer.from(`adapted:${secret}`).toString('base64')}`;
    const configuration = {
      ...{ realm: REALM, 'auth-server-url': `${server.base}/`, 'ssl-required': 'external', resource: 'adapted', 'confidential-port': 0 },
      credentials: { secret: body.secret },
    };
    for (const authorization of [basic(body.secret), bearer(body.registrationAccessToken), await person('viewer')])
      expect((await call('GET', 'install/adapted', authorization)).body).toEqual(configuration);
    expect((await call('GET', 'install/public', null)).body).toMatchObject({ resource: 'public', 'public-client': true });
    const failed = [401, 'invalid_token', 'Failed to authenticate client'];
    expect(error(await call('GET', 'install/adapted', null))).toEqual(failed);
    expect(error(await call('GET', 'install/adapted', basic('wrong')))).toEqual(failed);
    expect(error(await call('GET', 'install/account-console', basic(body.secret)))).toEqual([200, undefined, undefined]);
    expect(error(await call('GET', 'install/broker', basic(body.secret)))).toEqual([
      401,
      'invalid_token',
      'Different client authenticated',
    ]);
    expect(error(await call('GET', 'install/none', null))).toEqual(NOT_TO_VIEW);
    expect(error(await call('GET', 'install/adapted', await person('creator')))).toEqual(FORBIDDEN);
  });
});

describe('registration by OpenID Connect', () => {
  it('obeys administrators as the other does', async () => {
    await register({ clientId: 'both', redirectUris: ['http://localhost:9999/a'] });
    const [manager, viewer] = [await person('manager'), await person('viewer')];
    expect((await call('GET', 'openid-connect/both', viewer)).body).toMatchObject({ client_id: 'both' });
    const change = { client_id: 'both', client_name: 'Both', redirect_uris: ['http://localhost:9999/b'] };
    expect(error(await call('PUT', 'openid-connect/both', viewer, change))).toEqual(FORBIDDEN);
    expect((await call('PUT', 'openid-connect/both', manager, change)).body).toMatchObject(change);
    expect((await call('DELETE', 'openid-connect/both', manager)).status).toBe(204);
    expect(error(await call('GET', 'openid-connect/both', manager))).toEqual([404, 'invalid_request', 'Client not found']);
  });
});
