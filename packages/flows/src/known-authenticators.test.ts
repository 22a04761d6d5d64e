import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { KNOWN_AUTHENTICATORS } from './known-authenticators.ts';

interface Recorded {
  readonly providerId?: string;
  readonly displayName: string;
  readonly requirementChoices: readonly string[];
  readonly configurable: boolean;
  readonly authenticationFlow?: boolean;
}

test('every provider of the built-in flows is known as a Keycloak 26 describes it', () => {
  const flows: Record<string, readonly Recorded[]> = JSON.parse(
    readFileSync(new URL('./fixtures/builtin-executions.json', import.meta.url), 'utf8'),
  );
  const recorded = Object.values(flows)
    .flat()
    .filter((execution) => execution.providerId !== undefined && !execution.authenticationFlow);
  expect(recorded.length).toBeGreaterThan(25);
  for (const { providerId, displayName, requirementChoices, configurable } of recorded) {
    expect(KNOWN_AUTHENTICATORS.find(({ id }) => id === providerId)).toMatchObject({ displayName, requirementChoices, configurable });
  }
});

test('the ids are those of a Keycloak 26, and three steps of our own', () => {
  const ids = KNOWN_AUTHENTICATORS.filter(({ category }) => category === 'authenticator' || category === 'condition').map(({ id }) => id);
  expect(ids).toHaveLength(45);
  expect(new Set(ids).size).toBe(45);
});

test('a Transient session is REQUIRED or DISABLED', () => {
  expect(KNOWN_AUTHENTICATORS.find(({ id }) => id === 'transient-session')).toMatchObject({
    requirementChoices: ['REQUIRED', 'DISABLED'],
    available: true,
  });
});

test('what is available is said', () => {
  const available = KNOWN_AUTHENTICATORS.filter((known) => known.available).map(({ id }) => id);
  expect(available).toContain('auth-otp-form');
  expect(available).toEqual(expect.arrayContaining(['reset-credential-email', 'registration-page-form', 'registration-password-action']));
  expect(available).not.toContain('registration-recaptcha-action');
  expect(available).toEqual(
    expect.arrayContaining(['webauthn-authenticator', 'auth-recovery-authn-code-form', 'conditional-level-of-authentication']),
  );
  expect(available).not.toContain('auth-spnego');
});
