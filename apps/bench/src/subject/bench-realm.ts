import { generateKeyPairSync, type KeyObject, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Subject } from './subject.ts';

export type HashCost = 'negligible' | 'default';
export type Algorithm = 'RS256' | 'ES256';

export interface BenchRealm {
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly hashCost: HashCost;
  readonly users: number;
}

export const CLIENT = { client_id: 'bench', client_secret: 'bench-secret-2026' };
export const TRANSIENT_CLIENT = { client_id: 'bench-transient', client_secret: 'bench-transient-secret-2026' };
export const REDIRECT_URI = 'http://localhost:9999/callback';
export const PASSWORD = 'Bench-user-2026';
export const usernameOf = (index: number) => `user${index}`;

/** Keycloak's default for new passwords (26.x): argon2id, 7168 KiB, 5 passes, 1 lane, 32 bytes. */
export const ARGON2 = { memoryCost: 7168, timeCost: 5, parallelism: 1, outputLen: 32 };
export const HASHES: Readonly<Record<HashCost, string>> = {
  negligible: 'pbkdf2-sha256, 1 pass',
  default: 'argon2id, 7168 KiB, 5 passes, 1 lane, 32 bytes (the default of Keycloak and of Anteroom)',
};

const MINUTES = 60;

/** Makes the realm anew through the Admin REST, with users whose hashes are made here: verifying is measured, not setting. */
export async function createBenchRealm(subject: Subject, realm: BenchRealm): Promise<void> {
  const call = await adminOf(subject);
  await call('DELETE', `/${realm.name}`, undefined, [204, 404]);
  await call('POST', '', {
    realm: realm.name,
    enabled: true,
    sslRequired: 'none',
    bruteForceProtected: false,
    accessTokenLifespan: 60 * MINUTES,
    ssoSessionIdleTimeout: 120 * MINUTES,
    defaultSignatureAlgorithm: realm.algorithm,
    ...(realm.hashCost === 'negligible' ? { passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)' } : {}),
    ...(realm.algorithm === 'ES256' ? { components: { 'org.keycloak.keys.KeyProvider': ellipticKeys() } } : {}),
    clients: [clientOf(CLIENT), clientOf(TRANSIENT_CLIENT, { 'client.session.transient.enabled': 'true' })],
    users: await usersOf(realm),
  });
}

function clientOf(
  client: { readonly client_id: string; readonly client_secret: string },
  attributes: Readonly<Record<string, string>> = {},
) {
  return {
    clientId: client.client_id,
    secret: client.client_secret,
    enabled: true,
    publicClient: false,
    redirectUris: [REDIRECT_URI],
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: true,
    standardFlowEnabled: true,
    attributes: { 'post.logout.redirect.uris': '+', ...attributes },
    // Introspection tells an audience only.
    protocolMappers: [
      {
        name: 'own audience',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-audience-mapper',
        config: { 'included.client.audience': client.client_id, 'access.token.claim': 'true' },
      },
    ],
  };
}

async function usersOf({ users, hashCost }: BenchRealm) {
  const credential = hashCost === 'negligible' ? pbkdf2Credential() : await argon2Credential();
  return Array.from({ length: users }, (_, index) => ({
    username: usernameOf(index),
    enabled: true,
    email: `${usernameOf(index)}@bench.test`,
    emailVerified: true,
    firstName: 'Bench',
    lastName: `User ${index}`,
    credentials: [credential],
  }));
}

function pbkdf2Credential() {
  const salt = randomBytes(16);
  const value = pbkdf2Sync(PASSWORD, salt, 1, 32, 'sha256');
  return credentialOf({ hashIterations: 1, algorithm: 'pbkdf2-sha256', additionalParameters: {} }, value.toString('base64'), salt);
}

async function argon2Credential() {
  const salt = randomBytes(16);
  const encoded = await hash(PASSWORD, { ...ARGON2, salt });
  const additionalParameters = { hashLength: ['32'], memory: ['7168'], type: ['id'], version: ['1.3'], parallelism: ['1'] };
  const value = Buffer.from(encoded.split('$').at(-1) ?? '', 'base64').toString('base64');
  return credentialOf({ hashIterations: ARGON2.timeCost, algorithm: 'argon2', additionalParameters }, value, salt);
}

function credentialOf(data: object, value: string, salt: Buffer) {
  return {
    type: 'password',
    credentialData: JSON.stringify(data),
    secretData: JSON.stringify({ value, salt: salt.toString('base64'), additionalParameters: {} }),
  };
}

/** An elliptic key that is preferred, and what every realm has. A realm that is made without components has RSA keys only. */
function ellipticKeys() {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const der = (key: KeyObject, type: 'pkcs8' | 'spki' | 'pkcs1') => key.export({ format: 'der', type } as never).toString('base64');
  const provider = (providerId: string, config: Readonly<Record<string, string>>) => ({
    name: providerId,
    providerId,
    subComponents: {},
    config: Object.fromEntries(Object.entries({ priority: '100', ...config }).map(([name, value]) => [name, [value]])),
  });
  return [
    provider('ecdsa-generated', {
      priority: '200',
      ecdsaEllipticCurveKey: 'P-256',
      ecdsaPrivateKey: der(elliptic.privateKey, 'pkcs8'),
      ecdsaPublicKey: der(elliptic.publicKey, 'spki'),
    }),
    provider('rsa', { privateKey: der(rsa, 'pkcs1'), algorithm: 'RS256' }),
    provider('hmac-generated', { kid: randomUUID(), secret: randomBytes(128).toString('base64url'), algorithm: 'HS512' }),
    provider('aes-generated', { kid: randomUUID(), secret: randomBytes(16).toString('base64url') }),
  ];
}

type AdminCall = (method: string, path: string, body?: unknown, expected?: readonly number[]) => Promise<unknown>;

async function adminOf({ base, admin }: Subject): Promise<AdminCall> {
  const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...admin }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`${base} refuses the administrator ${admin.username}: ${answer.status}`);
  return async (method, path, body, expected = [200, 201, 204]) => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(`${base}/admin/realms${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!expected.includes(response.status)) throw new Error(`${method} /admin/realms${path}: ${response.status} ${text.slice(0, 300)}`);
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  };
}
