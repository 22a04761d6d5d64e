import { describe, expect, test } from '@jest/globals';
import { createAcmeRig } from './test-rig/acme-rig.ts';

const { direct, browser, code } = createAcmeRig();

const LISTED = [
  ['alice', 'Alice-pw-2026', 0],
  ['bob', 'Bob-pw-2026', 1],
  ['carol', 'Carol-pw-2026', 1],
  ['dan', 'Dan-pw-2026', 1],
  ['gina', 'Gina-pw-2026', 1],
  ['harald', 'Pässwörd-日本-2026', 0],
  ['judy', 'Judy-pw-2026', 1],
] as const;

describe('users of a realm that a Keycloak exported', () => {
  test.each(LISTED)('%s gets in by the direct grant; an older hash is made anew', async (username, password, upgrades) => {
    const step = await direct('acme-spa', { username, password });
    expect(step).toMatchObject({ kind: 'complete', outcome: { username, amr: ['pwd'] } });
    expect(step.upgrades).toHaveLength(upgrades);
  });

  test.each(LISTED)('%s gets in through the browser', async (username, password, _upgrades) => {
    expect(await browser('acme-spa', { username, password })).toMatchObject({ kind: 'complete', outcome: { username } });
  });

  test('kim has an authenticator app', async () => {
    const kim = { username: 'kim', password: 'Kim-pw-2026' };
    expect(await direct('acme-spa', { ...kim, totp: code('acmekimtotpsecret123') })).toMatchObject({
      kind: 'complete',
      outcome: { amr: ['pwd', 'otp'] },
    });
    expect(await browser('acme-spa', kim)).toMatchObject({ kind: 'challenge', view: { kind: 'otp', devices: [{ label: 'phone' }] } });
  });

  test('a disabled account, one without a password and one with a pending action are refused as recorded', async () => {
    expect(await direct('acme-spa', { username: 'erin', password: 'Erin-pw-2026' })).toMatchObject({
      kind: 'refused',
      refusal: 'user_disabled',
    });
    expect(await direct('acme-spa', { username: 'ivan', password: 'x' })).toMatchObject({
      kind: 'refused',
      refusal: 'invalid_user_credentials',
    });
    expect(await direct('acme-spa', { username: 'frank', password: 'Frank-pw-2026' })).toMatchObject({
      kind: 'refused',
      refusal: 'account_not_set_up',
    });
  });

  test('frank has to change his password in the browser', async () => {
    expect(await browser('acme-spa', { username: 'frank', password: 'Frank-pw-2026' })).toMatchObject({
      kind: 'challenge',
      executionId: 'UPDATE_PASSWORD',
    });
  });

  test('a client with flows of its own: directors set up a second factor, its direct grant asks for none', async () => {
    expect(await browser('acme-reports', { username: 'carol', password: 'Carol-pw-2026' })).toMatchObject({
      executionId: 'CONFIGURE_TOTP',
    });
    expect(await browser('acme-reports', { username: 'bob', password: 'Bob-pw-2026' })).toMatchObject({ kind: 'complete' });
    expect(await direct('acme-reports', { username: 'kim', password: 'Kim-pw-2026' })).toMatchObject({
      kind: 'complete',
      outcome: { amr: ['pwd'] },
    });
  });
});
