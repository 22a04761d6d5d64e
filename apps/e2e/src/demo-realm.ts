import type { AdminClient } from './admin.ts';

export const DEMO = 'demo';
export const DEMO_PASSWORD = 'Demo-pw-2026';
/** A confidential client with a session, a second one for single sign-on, and one that is switched to transient. */
export const SHOP = { client_id: 'shop', client_secret: 'shop-secret' };
export const DESK = { client_id: 'desk', client_secret: 'desk-secret' };
export const KIOSK = { client_id: 'kiosk', client_secret: 'kiosk-secret' };

const client = (given: { readonly client_id: string; readonly client_secret: string }, more: object = {}) => ({
  clientId: given.client_id,
  secret: given.client_secret,
  enabled: true,
  redirectUris: ['http://localhost:9999/*'],
  webOrigins: ['http://localhost:9999'],
  directAccessGrantsEnabled: true,
  serviceAccountsEnabled: true,
  attributes: { 'post.logout.redirect.uris': '+' },
  protocolMappers: [
    {
      name: 'self',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.client.audience': given.client_id, 'access.token.claim': 'true' },
    },
  ],
  ...more,
});

/** A person with the demo password; what is given besides counts. */
export const person = (username: string, more: object = {}) => ({
  username,
  enabled: true,
  email: `${username}@demo.test`,
  emailVerified: true,
  firstName: username,
  lastName: 'Demo',
  credentials: [passwordOf()],
  ...more,
});

export const passwordOf = () => ({ type: 'password', value: DEMO_PASSWORD, temporary: false });

/** A realm with users ann and ben whose passwords cost little to check. */
export async function createDemoRealm(admin: AdminClient, more: object = {}): Promise<void> {
  await admin.must('POST', '', {
    realm: DEMO,
    enabled: true,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    clients: [client(SHOP), client(DESK), client(KIOSK, { attributes: { 'client.session.transient.enabled': 'true' } })],
    ...more,
  });
  for (const username of ['ann', 'ben']) await admin.must('POST', `/${DEMO}/users`, person(username));
}
