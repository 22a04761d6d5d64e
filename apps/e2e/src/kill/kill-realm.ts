import type { AdminClient } from '../admin.ts';

export const KILL_REALM = 'kill';
export const KILL_CLIENT = { client_id: 'app', client_secret: 'app-secret' };
export const KILL_PASSWORD = 'Kill-pw-2026';
const KILL_USERS = 24;
/** Failures until a user is locked. */
export const LOCK_AFTER = 3;

/** A realm whose passwords cost nothing to check, so that the load falls on the stores. */
export async function createKillRealm(admin: AdminClient): Promise<void> {
  await admin.must('POST', '', {
    realm: KILL_REALM,
    enabled: true,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    bruteForceProtected: true,
    failureFactor: LOCK_AFTER,
    waitIncrementSeconds: 900,
    maxFailureWaitSeconds: 900,
    quickLoginCheckMilliSeconds: 0,
    accessCodeLifespan: 3600,
    clients: [
      {
        clientId: KILL_CLIENT.client_id,
        secret: KILL_CLIENT.client_secret,
        enabled: true,
        redirectUris: ['http://localhost:9999/*'],
        directAccessGrantsEnabled: true,
        protocolMappers: [
          {
            name: 'self',
            protocol: 'openid-connect',
            protocolMapper: 'oidc-audience-mapper',
            config: { 'included.client.audience': KILL_CLIENT.client_id, 'access.token.claim': 'true' },
          },
        ],
      },
    ],
  });
  for (let index = 0; index < KILL_USERS; index++) {
    await admin.must('POST', `/${KILL_REALM}/users`, {
      username: `user${index}`,
      enabled: true,
      email: `user${index}@kill.test`,
      emailVerified: true,
      firstName: 'User',
      lastName: String(index),
      credentials: [{ type: 'password', value: KILL_PASSWORD, temporary: false }],
    });
  }
}
