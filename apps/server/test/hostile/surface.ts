/** What a parameter is, for those who break it. */
export type Kind =
  | 'client'
  | 'secret'
  | 'redirect'
  | 'scope'
  | 'word'
  | 'number'
  | 'text'
  | 'username'
  | 'password'
  | 'switch'
  | 'json'
  | 'address'
  | { readonly live: string };

/** A request as it ought to be. */
export interface Target {
  readonly route: string;
  readonly methods: readonly string[];
  /** From the root; `:realm` and other `:names` are parameters. */
  readonly path: string;
  /** Where its parameters go. */
  readonly place: 'query' | 'form' | 'either';
  /** Names with a kind and, for words, the right one. */
  readonly parameters: Readonly<Record<string, readonly [Kind, string?]>>;
  readonly headers?: Readonly<Record<string, string | { readonly live: string }>>;
  /** JSON schema of the body, and those that it refers to by name. */
  readonly schema?: object;
  readonly schemas?: Readonly<Record<string, object>>;
  /** The request is of no use without these: when one of them was broken, no token may come of it. */
  readonly proofs?: readonly string[];
  /** In `:name` of the path. */
  readonly places?: Readonly<Record<string, string | { readonly live: string }>>;
}

const live = (name: string): readonly [Kind] => [{ live: name }];
const CLIENT = { client_id: ['client', 'api'], client_secret: ['secret', 'api-secret-of-the-site'] } as const;
const REQUEST = {
  client_id: ['client', 'api'],
  response_type: ['word', 'code'],
  redirect_uri: ['redirect'],
  scope: ['scope', 'openid profile'],
  state: ['text', 'state-1'],
  nonce: ['text', 'nonce-1'],
} as const;
const EVERYTHING_MORE = {
  response_mode: ['word', 'form_post'],
  prompt: ['word', 'login'],
  max_age: ['number', '60'],
  ui_locales: ['word', 'en de'],
  login_hint: ['username', 'ann'],
  acr_values: ['word', '1 2'],
  claims: ['json', '{"id_token":{"acr":{"essential":true}}}'],
  display: ['word', 'page'],
  kc_action: ['word', 'UPDATE_PASSWORD'],
  resource: ['address', 'https://api.site.test'],
  dpop_jkt: ['text', 'A'.repeat(43)],
  code_challenge: ['text', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  code_challenge_method: ['word', 'S256'],
} as const;
const HINTS = { id_token_hint: live('id-token'), request: live('request-object'), request_uri: live('pushed-request') } as const;
const PROTOCOL = '/realms/:realm/protocol/openid-connect';

const grant = (name: string, parameters: Target['parameters'], proofs: readonly string[]): Target => ({
  route: `token: ${name.split(':').at(-1)}`,
  methods: ['POST'],
  path: `${PROTOCOL}/token`,
  place: 'form',
  parameters: { grant_type: ['word', name], ...CLIENT, ...parameters },
  proofs: ['grant_type', 'client_secret', ...proofs],
});
const page = (path: string, parameters: Target['parameters'], methods: readonly string[] = ['GET']): Target => ({
  route: path,
  methods,
  path,
  place: 'query',
  parameters,
});
/** A form of a login in progress: its address has what belongs to the tab, its cookies the browser. */
const step = (name: string, form: Target['parameters']): Target => ({
  route: `login-actions/${name}`,
  methods: ['POST', 'GET'],
  path: `/realms/:realm/login-actions/${name}`,
  place: 'either',
  parameters: {
    session_code: live('session-code'),
    execution: live('execution'),
    client_id: ['client', 'api'],
    tab_id: live('tab'),
    client_data: live('client-data'),
    ...form,
  },
  headers: { cookie: { live: 'login-cookies' } },
});
const bearer = (name: string, path: string, methods: readonly string[], more: Partial<Target> = {}): Target => ({
  route: name,
  methods,
  path,
  place: 'form',
  parameters: {},
  headers: { authorization: { live: 'bearer' } },
  ...more,
});

/** Keycloak's representation of a client, as far as something is made of it. */
const REPRESENTATION = {
  type: 'object',
  properties: Object.fromEntries([
    ...['redirectUris', 'webOrigins', 'defaultClientScopes', 'optionalClientScopes', 'defaultRoles'].map((name) => [
      name,
      { type: 'array', items: { type: 'string' } },
    ]),
    ...['id', 'clientId', 'name', 'rootUrl', 'adminUrl', 'baseUrl', 'secret', 'protocol'].map((name) => [name, { type: 'string' }]),
    ...['publicClient', 'serviceAccountsEnabled', 'fullScopeAllowed'].map((name) => [name, { type: 'boolean' }]),
    ['attributes', { type: 'object' }],
    ['authenticationFlowBindingOverrides', { type: 'object' }],
    ['protocolMappers', { type: 'array', items: { type: 'object' } }],
  ]),
} as const;

/** Every place below a realm that answers, beside the Admin REST, which describes itself. */
export const PROTOCOL_TARGETS: readonly Target[] = [
  { ...page(`${PROTOCOL}/auth`, { ...REQUEST, ...EVERYTHING_MORE, ...HINTS }, ['GET', 'POST']), place: 'either' },
  { ...page(`${PROTOCOL}/auth`, REQUEST, ['GET']), route: 'auth: plain', headers: { cookie: { live: 'cookies' } } },
  page(`${PROTOCOL}/registrations`, REQUEST),
  page(`${PROTOCOL}/forgot-credentials`, REQUEST),
  grant('authorization_code', { code: live('code'), redirect_uri: ['redirect'] }, ['code', 'redirect_uri']),
  grant('refresh_token', { refresh_token: live('refresh-token'), scope: ['scope', 'openid'] }, ['refresh_token']),
  grant('password', { username: ['username', 'ann'], password: ['password'], scope: ['scope', 'openid'], totp: ['number', '123456'] }, [
    'username',
    'password',
  ]),
  grant('client_credentials', { scope: ['scope', 'openid'] }, []),
  grant('urn:ietf:params:oauth:grant-type:device_code', { device_code: live('device-code') }, ['device_code']),
  grant('urn:openid:params:grant-type:ciba', { auth_req_id: live('authentication-request') }, ['auth_req_id']),
  grant(
    'urn:ietf:params:oauth:grant-type:token-exchange',
    {
      subject_token: live('access-token'),
      subject_token_type: ['word', 'urn:ietf:params:oauth:token-type:access_token'],
      requested_token_type: ['word', 'urn:ietf:params:oauth:token-type:access_token'],
      audience: ['client', 'api'],
    },
    ['subject_token'],
  ),
  grant('urn:ietf:params:oauth:grant-type:jwt-bearer', { assertion: live('assertion') }, ['assertion']),
  {
    ...grant('client_credentials', {}, []),
    route: 'token: proof of possession',
    headers: { dpop: { live: 'dpop-proof' } },
  },
  {
    ...grant('client_credentials', {}, []),
    route: 'token: assertion of a client',
    parameters: {
      grant_type: ['word', 'client_credentials'],
      client_id: ['client', 'reports'],
      client_assertion_type: ['word', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      client_assertion: live('client-assertion'),
    },
    proofs: ['grant_type', 'client_assertion'],
  },
  {
    ...grant('client_credentials', {}, []),
    route: 'token: basic',
    parameters: { grant_type: ['word', 'client_credentials'] },
    headers: { authorization: { live: 'basic' } },
    proofs: ['grant_type'],
  },
  ...['token/introspect', 'revoke'].map(
    (path): Target => ({
      route: path,
      methods: ['POST'],
      path: `${PROTOCOL}/${path}`,
      place: 'form',
      parameters: { token: live('access-token'), token_type_hint: ['word', 'refresh_token'], ...CLIENT },
    }),
  ),
  bearer('userinfo', `${PROTOCOL}/userinfo`, ['GET', 'POST'], { headers: { authorization: { live: 'bearer' } } }),
  {
    ...bearer('account', '/realms/:realm/account', ['GET', 'POST']),
    headers: { authorization: { live: 'bearer' }, accept: 'application/json' },
  },
  {
    ...page(
      `${PROTOCOL}/logout`,
      { id_token_hint: live('id-token'), post_logout_redirect_uri: ['redirect'], client_id: ['client', 'api'], state: ['text', 's'] },
      ['GET', 'POST'],
    ),
    place: 'either',
    headers: { cookie: { live: 'cookies' } },
  },
  {
    ...page(`${PROTOCOL}/logout`, { ...CLIENT, refresh_token: live('refresh-token') }, ['POST']),
    route: 'logout: by refresh token',
    place: 'form',
  },
  {
    ...page(
      `${PROTOCOL}/logout/logout-confirm`,
      { session_code: live('session-code'), tab_id: live('tab'), confirmLogout: ['text', 'Logout'] },
      ['POST', 'GET'],
    ),
    place: 'either',
    headers: { cookie: { live: 'cookies' } },
  },
  {
    ...page(
      `${PROTOCOL}/ext/par/request`,
      { ...REQUEST, client_secret: ['secret', 'api-secret-of-the-site'], request: live('request-object') },
      ['POST'],
    ),
    place: 'form',
  },
  { ...page(`${PROTOCOL}/auth/device`, { ...CLIENT, scope: ['scope', 'openid'] }, ['POST']), place: 'form' },
  {
    ...page(
      `${PROTOCOL}/ext/ciba/auth`,
      {
        ...CLIENT,
        scope: ['scope', 'openid'],
        login_hint: ['username', 'ann'],
        binding_message: ['text', 'ok'],
        requested_expiry: ['number', '60'],
      },
      ['POST'],
    ),
    place: 'form',
  },
  {
    ...page('/realms/:realm/device', { user_code: live('user-code') }, ['GET', 'POST']),
    place: 'either',
    headers: { cookie: { live: 'cookies' } },
  },
  page('/realms/:realm/device/status', { key: live('user-code'), tab_id: live('tab') }),
  page('/realms/:realm/authentication-requests', {}, ['GET', 'POST']),
  page('/realms/:realm/authentication-requests/status', {}),
  {
    ...page('/realms/:realm/authentication-requests/:id', { answer: ['word', 'approve'] }, ['GET', 'POST']),
    place: 'either',
    places: { id: { live: 'authentication-request' } },
    headers: { cookie: { live: 'cookies' } },
  },
  step('authenticate', { username: ['username', 'ann'], password: ['password'], rememberMe: ['switch', 'on'], credentialId: ['text', ''] }),
  step('required-action', {
    'password-new': ['password'],
    'password-confirm': ['password'],
    email: ['text', 'a@site.test'],
    totp: ['number', '123456'],
  }),
  step('consent', { accept: ['word', 'Yes'] }),
  step('reset-credentials', { username: ['username', 'ann'] }),
  step('registration', {
    username: ['username', 'new-one'],
    email: ['text', 'new@site.test'],
    firstName: ['text', 'New'],
    lastName: ['text', 'One'],
    password: ['password'],
    'password-confirm': ['password'],
  }),
  step('restart', {}),
  {
    ...page(
      '/realms/:realm/login-actions/action-token',
      { key: live('link-key'), 'password-new': ['password'], 'password-confirm': ['password'] },
      ['GET', 'POST'],
    ),
    place: 'either',
  },
  page('/realms/:realm', {}),
  page('/realms/:realm/.well-known/openid-configuration', {}),
  page('/realms/:realm/.well-known/oauth-authorization-server', {}),
  page(`${PROTOCOL}/certs`, {}),
  page(`${PROTOCOL}/login-status-iframe.html`, { version: ['word', 'x'] }),
  page(`${PROTOCOL}/login-status-iframe.html/init`, { client_id: ['client', 'api'], origin: ['address', 'http://localhost:9999'] }),
  page(`${PROTOCOL}/3p-cookies/step1.html`, {}),
  page(`${PROTOCOL}/3p-cookies/step2.html`, {}),
  bearer('registration', '/realms/:realm/clients-registrations/openid-connect', ['POST'], {
    headers: { authorization: { live: 'initial-access-bearer' } },
    schema: {
      type: 'object',
      properties: Object.fromEntries([
        ...['redirect_uris', 'grant_types', 'response_types', 'contacts', 'post_logout_redirect_uris', 'request_uris'].map((name) => [
          name,
          { type: 'array', items: { type: 'string' } },
        ]),
        ...[
          'client_name',
          'client_id',
          'jwks_uri',
          'scope',
          'token_endpoint_auth_method',
          'subject_type',
          'sector_identifier_uri',
          'logo_uri',
          'policy_uri',
          'application_type',
          'id_token_signed_response_alg',
          'backchannel_logout_uri',
          'software_statement',
        ].map((name) => [name, { type: 'string' }]),
        ['jwks', { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } } }],
        ['default_max_age', { type: 'number' }],
        ['require_auth_time', { type: 'boolean' }],
      ]),
    },
  }),
  bearer('registration, in the representation of Keycloak', '/realms/:realm/clients-registrations/default', ['POST'], {
    headers: { authorization: { live: 'initial-access-bearer' } },
    schema: REPRESENTATION,
  }),
  bearer(
    'registered client, in the representation of Keycloak',
    '/realms/:realm/clients-registrations/default/:client',
    ['GET', 'PUT', 'DELETE'],
    {
      headers: { authorization: { live: 'registration-bearer' } },
      places: { client: { live: 'registered-client' } },
      schema: REPRESENTATION,
    },
  ),
  bearer('configuration of an adapter', '/realms/:realm/clients-registrations/install/:client', ['GET'], {
    headers: { authorization: { live: 'registration-bearer' } },
    places: { client: { live: 'registered-client' } },
  }),
  bearer('registered client', '/realms/:realm/clients-registrations/openid-connect/:client', ['GET', 'PUT', 'DELETE'], {
    headers: { authorization: { live: 'registration-bearer' } },
    places: { client: { live: 'registered-client' } },
    schema: { type: 'object', properties: { client_id: { type: 'string' }, redirect_uris: { type: 'array', items: { type: 'string' } } } },
  }),
];

/** Beside the realms. */
export const OTHER_TARGETS: readonly Target[] = [
  page('/', {}),
  page('/admin/', {}),
  page('/admin/openapi.json', {}),
  page('/admin/openapi', {}),
  page('/admin/:realm/console', {}),
  page('/admin/:realm/console/:file', { v: ['text', '1'] }),
  {
    ...page(
      '/admin/set-up',
      { key: ['text', 'key'], username: ['username', 'root'], password: ['password'], 'password-confirm': ['password'] },
      ['GET', 'POST'],
    ),
    place: 'either',
  },
  page('/health', {}),
  page('/health/ready', {}),
  page('/metrics', {}),
  page('/dev/mail', {}),
  page('/dev/mail/:id/html', {}),
  page('/dev/mail/api/messages', { to: ['text', 'ann@site.test'] }),
  page('/resources/:file', {}),
  page('/.well-known/oauth-authorization-server/realms/:realm', {}),
  page('/.well-known/openid-configuration/realms/:realm', {}),
  page('/robots.txt', {}),
];
