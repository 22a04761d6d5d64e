import type { AdminClient } from '../admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';

/** So many people with a second factor: a code is good once, so each round needs somebody else. */
const FACTOR_USERS = 60;
export const factorUser = (round: number) => `two${round % FACTOR_USERS}`;
export const factorSecret = (round: number) => `second-factor-of-${factorUser(round)}`;

const credentialData = JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' });

/** The demo realm with rotating refresh tokens, a code of a second factor that is good once, and people who have one. */
export async function createRaceRealm(admin: AdminClient): Promise<void> {
  await createDemoRealm(admin, {
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    otpPolicyCodeReusable: false,
    users: Array.from({ length: FACTOR_USERS }, (_, index) => ({
      username: factorUser(index),
      enabled: true,
      email: `${factorUser(index)}@demo.test`,
      emailVerified: true,
      firstName: 'Two',
      lastName: 'Factors',
      credentials: [
        { type: 'password', value: DEMO_PASSWORD, temporary: false },
        { type: 'otp', userLabel: 'phone', secretData: JSON.stringify({ value: factorSecret(index) }), credentialData },
      ],
    })),
  });
  const shop = await admin.findClient(DEMO, SHOP.client_id);
  const more = { 'oauth2.device.authorization.grant.enabled': 'true', 'oidc.ciba.grant.enabled': 'true' };
  const attributes = { ...(shop.attributes as object), ...more };
  await admin.must('PUT', `/${DEMO}/clients/${shop.id}`, { ...shop, attributes });
}
