import { generateKeyPairSync } from 'node:crypto';
import type { InProcessServer } from '../rig/in-process-server.ts';
import { CALLBACK } from './well-formed.ts';

export const SITE = 'site';
export const FOREIGN = 'foreign';
/** What administrators' requests are about: made again whenever they broke it. */
export const SCRATCH = 'scratch';
export const PASSWORD = 'A-password-that-is-in-no-log-7';
export const API = { client_id: 'api', client_secret: 'api-secret-of-the-site' };

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const OWN_KEY = pair.privateKey;
export const OWN_JWK = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' };

const CHEAP = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';
const user = (username: string, more: object = {}) => ({
  ...{ username, enabled: true, emailVerified: true, email: `${username}@site.test`, firstName: username, lastName: 'S' },
  credentials: [{ type: 'password', value: PASSWORD, userLabel: 'x' }],
  ...more,
});
const home = {
  alias: 'home',
  providerId: 'oidc',
  enabled: true,
  config: {
    issuer: 'https://home.test',
    jwtAuthorizationGrantEnabled: 'true',
    publicKeySignatureVerifier: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  },
};
const grants = {
  'oauth2.device.authorization.grant.enabled': 'true',
  'oidc.ciba.grant.enabled': 'true',
  'standard.token.exchange.enabled': 'true',
  'oauth2.jwt.authorization.grant.enabled': 'true',
  'oauth2.jwt.authorization.grant.idp': 'home',
  'post.logout.redirect.uris': '+',
};
const confidential = {
  redirectUris: [CALLBACK],
  webOrigins: ['http://localhost:9999'],
  directAccessGrantsEnabled: true,
  serviceAccountsEnabled: true,
  protocolMappers: [
    {
      name: 'self',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.client.audience': 'api', 'access.token.claim': 'true' },
    },
  ],
};

/** A realm on which every way to a token is open. */
export const siteRealm = (realm: string) => ({
  realm,
  enabled: true,
  passwordPolicy: CHEAP,
  registrationAllowed: true,
  resetPasswordAllowed: true,
  rememberMe: true,
  eventsEnabled: true,
  // Hundreds of links are asked for.
  attributes: { mailsPerRecipientAndHour: '0' },
  identityProviders: [home],
  clients: [
    { clientId: API.client_id, secret: `${API.client_secret}${realm === SITE ? '' : `-${realm}`}`, ...confidential, attributes: grants },
    {
      clientId: 'reports',
      ...confidential,
      clientAuthenticatorType: 'client-jwt',
      attributes: {
        ...grants,
        'use.jwks.string': 'true',
        'jwks.string': JSON.stringify({ keys: [OWN_JWK] }),
        'request.object.signature.alg': 'ES256',
      },
    },
    { clientId: 'web', publicClient: true, redirectUris: [CALLBACK], consentRequired: true },
  ],
  users: [
    user('ann', { federatedIdentities: [{ identityProvider: 'home', userId: 'a', userName: 'a' }] }),
    user('ben', { requiredActions: ['UPDATE_PROFILE'] }),
  ],
});

export const scratchRealm = {
  realm: SCRATCH,
  enabled: true,
  passwordPolicy: CHEAP,
  users: [user('alice'), user('bob')],
  groups: [{ name: 'staff', subGroups: [{ name: 'night' }] }],
  clients: [
    {
      clientId: 'shop',
      redirectUris: [CALLBACK],
      serviceAccountsEnabled: true,
      protocolMappers: [{ name: 'm', protocol: 'openid-connect', protocolMapper: 'oidc-sub-mapper', config: {} }],
    },
  ],
  roles: { realm: [{ name: 'worker' }, { name: 'chief', composite: true, composites: { realm: ['worker'] } }] },
  identityProviders: [{ alias: 'idp', providerId: 'oidc', enabled: true, config: {} }],
  identityProviderMappers: [{ name: 'm', identityProviderAlias: 'idp', identityProviderMapper: 'x', config: {} }],
};

const KEPT: readonly string[] = ['master', SITE, FOREIGN];

/** The realms that others made are deleted, and the scratch realm is there as it was; its ids by what they are. */
export async function freshScratch(server: InProcessServer): Promise<Readonly<Record<string, string>>> {
  const known = await idsOf(server, SCRATCH);
  const all = (await server.admin('GET', '')).json as { readonly realm: string }[];
  for (const { realm } of all)
    if (!KEPT.includes(realm) && (realm !== SCRATCH || known === null)) await server.admin('DELETE', `/${encodeURIComponent(realm)}`);
  if (known !== null) return known;
  await server.admin('POST', '', scratchRealm);
  const made = await idsOf(server, SCRATCH);
  if (made === null) throw new Error('the scratch realm is not as it was made');
  return made;
}

/** Ids of the things of a scratch realm by what they are; null when something of it is gone. */
export async function idsOf({ core }: InProcessServer, name: string): Promise<Readonly<Record<string, string>> | null> {
  const realm = await core.realms.byName(name);
  if (realm?.realm.enabled !== true) return null;
  const { groups, roles, clientScopes, components, flows, authenticatorConfigs } = realm.configuration;
  const alice = await core.directory.users.findByUsername(realm.id, 'alice');
  const shop = await core.realms.client(realm, 'shop');
  const browser = flows.find((flow) => flow.alias === 'browser');
  const found = {
    user: alice?.id,
    credential: alice === null ? undefined : (await core.directory.credentials.list(realm.id, alice.id))[0]?.id,
    client: shop?.id,
    mapper: shop?.protocolMappers[0]?.id,
    group: groups.find((group) => group.name === 'staff')?.id,
    subgroup: groups.find((group) => group.name === 'night')?.id,
    role: roles.find((role) => role.name === 'worker')?.id,
    composite: roles.find((role) => role.name === 'chief')?.id,
    scope: clientScopes[0]?.id,
    component: components[0]?.id,
    flow: browser?.id,
    execution: browser?.executions[0]?.id,
    config: authenticatorConfigs[0]?.id ?? 'none',
  };
  return Object.values(found).includes(undefined) ? null : (found as Readonly<Record<string, string>>);
}
