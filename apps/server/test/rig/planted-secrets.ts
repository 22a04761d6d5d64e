import { generateKeyPairSync } from 'node:crypto';
import { isSecretField } from '@anteroom/core';
import { PASSWORD, SCRATCH } from '../hostile/site.ts';
import type { InProcessServer } from './in-process-server.ts';

/** Text of a secret → which administrators may read it; `realm-admin` may what any of them may. */
export type PlantedSecrets = ReadonlyMap<string, readonly string[]>;

const NOBODY: readonly string[] = [];
const pem = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
/** Of a key in PEM, what only the private one has. */
const part = (text: string) => text.replace(/-----[^-]+-----|\s/g, '').slice(-140, -100);

/** A secret in every place that has one, by the calls that an administrator makes, with all of them in the event log, history and deleted things. */
export async function plantSecrets(server: InProcessServer, ids: Readonly<Record<string, string>>): Promise<PlantedSecrets> {
  const secrets = new Map<string, readonly string[]>();
  const planted = (name: string, readers: readonly string[] = NOBODY) => {
    const text = `planted-${name}-${'x'.repeat(20)}`;
    secrets.set(text, readers);
    return text;
  };
  const admin = (method: string, path: string, body?: unknown) => server.admin(method, `/${SCRATCH}${path}`, body);

  await admin('PUT', '', {
    smtpServer: {
      ...{ host: 'mail.test', from: 'a@mail.test', auth: 'true', user: 'u', 'fallback.host': 'other.test' },
      ...{ password: planted('smtp-password'), authTokenClientSecret: planted('smtp-token-secret') },
      ...{ 'fallback.password': planted('fallback-password'), 'fallback.authTokenClientSecret': planted('fallback-token-secret') },
    },
  });
  await admin('PUT', '/identity-provider/instances/idp', {
    ...{ alias: 'idp', providerId: 'oidc' },
    config: { clientSecret: planted('provider-secret') },
  });

  const client = (name: string, readers: readonly string[]) => {
    const key = pem();
    secrets.set(part(key), readers);
    return {
      secret: planted(`${name}-secret`, readers),
      attributes: {
        'client.secret.rotated': planted(`${name}-rotated-secret`, readers),
        'client.secret.rotated.expiration.time': '4102444800',
        'jwt.credential.private.key': part(key),
        'saml.signing.private.key': planted(`${name}-saml-key`, readers),
      },
    };
  };
  await admin('PUT', `/clients/${ids.client}`, client('shop', ['manage-clients']));
  await admin('POST', '/clients', { id: 'gone', clientId: 'gone', ...client('gone', NOBODY) });
  await admin('DELETE', '/clients/gone');

  const components = [
    { providerId: 'ldap', providerType: 'org.keycloak.storage.UserStorageProvider', config: { bindCredential: [planted('bind')] } },
    {
      providerId: 'java-keystore',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { keystorePassword: [planted('keystore')], keyPassword: [planted('key-password')] },
    },
  ];
  for (const component of components) await admin('POST', '/components', { name: component.providerId, ...component });
  const imported = pem();
  secrets.set(part(imported), NOBODY);
  await admin('POST', '/components', {
    ...{ name: 'imported', providerId: 'rsa', providerType: 'org.keycloak.keys.KeyProvider' },
    config: { privateKey: [imported], priority: ['1'], enabled: ['true'], active: ['true'] },
  });

  const credentials = (name: string) => [
    { type: 'password', value: planted(`${name}-password`) },
    {
      type: 'otp',
      secretData: JSON.stringify({ value: planted(`${name}-otp`) }),
      credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
    },
  ];
  await admin('POST', '/partialImport', {
    ifResourceExists: 'FAIL',
    users: [{ username: 'carol', enabled: true, credentials: credentials('carol') }],
    clients: [{ clientId: 'brought', ...client('brought', ['manage-clients']) }],
  });
  const [carol] = (await admin('GET', '/users?username=carol')).json as { readonly id: string }[];
  await admin('PUT', `/users/${carol?.id}/reset-password`, { type: 'password', value: planted('reset-password') });
  await admin('POST', '/users', { username: 'dave', enabled: true, credentials: credentials('dave') });
  const [dave] = (await admin('GET', '/users?username=dave')).json as { readonly id: string }[];

  const tokenIn = (json: unknown, name: string) => secrets.set((json as Record<string, string>)[name] ?? '', NOBODY);
  tokenIn((await admin('POST', '/clients-initial-access', { count: 2, expiration: 600 })).json, 'token');
  tokenIn((await admin('POST', `/clients/${ids.client}/registration-access-token`)).json, 'registrationAccessToken');
  tokenIn((await server.admin('POST', `/../anteroom/realms/${SCRATCH}/webhooks`, { url: 'https://hooks.test/' })).json, 'secret');
  await admin('PUT', `/users/${ids.user}/execute-actions-email`, ['UPDATE_PASSWORD']);

  // What the server made itself: keys of the realm, hashes and salts.
  const { core } = server;
  const realm = (await core.realms.byName(SCRATCH))!;
  for (const { config } of realm.configuration.components)
    for (const [name, values] of Object.entries(config))
      if (isSecretField(name)) secrets.set(part(values[0] ?? '') || (values[0] ?? ''), NOBODY);
  for (const user of [ids.user ?? '', carol?.id ?? '', dave?.id ?? ''])
    for (const { secretData } of await core.directory.credentials.list(realm.id, user))
      for (const value of Object.values(secretData)) if (typeof value === 'string' && value.length > 8) secrets.set(value, NOBODY);
  await admin('DELETE', `/users/${dave?.id}`);
  secrets.set(PASSWORD, NOBODY);
  return secrets;
}
