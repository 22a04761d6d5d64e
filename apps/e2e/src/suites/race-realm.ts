import { createHash } from 'node:crypto';
import type { AdminClient } from '../admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { setRequirements } from '../flows.ts';
import { hotp } from '../totp.ts';

/** So many people with a second factor: a code is good once, so each round needs somebody else. */
const FACTOR_USERS = 60;
export const factorUser = (round: number) => `two${round % FACTOR_USERS}`;
export const factorSecret = (round: number) => `second-factor-of-${factorUser(round)}`;

/** A code of a counter, and the next of a list: the round says which. */
export const hotpUser = (round: number) => `hotp${round % FACTOR_USERS}`;
export const hotpCode = (round: number) => hotp(`counter-of-${hotpUser(round)}`, Math.floor(round / FACTOR_USERS));
export const listUser = (round: number) => `list${round % FACTOR_USERS}`;
const codesOf = (username: string) =>
  Array.from({ length: 12 }, (_, index) => createHash('sha256').update(`${username} ${index}`).digest('hex').slice(0, 12).toUpperCase());
export const listCode = (round: number) => codesOf(listUser(round))[Math.floor(round / FACTOR_USERS)]!;

const listOf = (username: string) => ({
  type: 'recovery-authn-codes',
  secretData: JSON.stringify({
    codes: codesOf(username).map((code, index) => ({
      number: index + 1,
      encodedHashedValue: createHash('sha512').update(code).digest('base64'),
    })),
  }),
  credentialData: JSON.stringify({ hashIterations: 1, algorithm: 'RS512', totalCodes: 12, remainingCodes: 12 }),
});
const otpOf = (value: string, subType: 'totp' | 'hotp') => ({
  type: 'otp',
  userLabel: 'phone',
  secretData: JSON.stringify({ value }),
  credentialData: JSON.stringify({ subType, digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
});
const person = (username: string, factor: object) => ({
  username,
  enabled: true,
  email: `${username}@demo.test`,
  emailVerified: true,
  firstName: 'Two',
  lastName: 'Factors',
  credentials: [{ type: 'password', value: DEMO_PASSWORD, temporary: false }, factor],
});

/** The demo realm with rotating refresh tokens, codes of second factors that are good once, and people who have them. */
export async function createRaceRealm(admin: AdminClient): Promise<void> {
  await createDemoRealm(admin, {
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    otpPolicyCodeReusable: false,
    users: Array.from({ length: FACTOR_USERS }, (_, index) => [
      person(factorUser(index), otpOf(factorSecret(index), 'totp')),
      person(hotpUser(index), otpOf(`counter-of-${hotpUser(index)}`, 'hotp')),
      person(listUser(index), listOf(listUser(index))),
    ]).flat(),
  });
  const shop = await admin.findClient(DEMO, SHOP.client_id);
  const more = { 'oauth2.device.authorization.grant.enabled': 'true', 'oidc.ciba.grant.enabled': 'true' };
  const attributes = { ...(shop.attributes as object), ...more };
  await admin.must('PUT', `/${DEMO}/clients/${shop.id}`, { ...shop, attributes });
  await setRequirements(admin, DEMO, 'browser', { 'auth-recovery-authn-code-form': 'ALTERNATIVE' });
}
