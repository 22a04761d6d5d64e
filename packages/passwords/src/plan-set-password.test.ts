import type { Change, Credential } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { clock, keycloakHash, realmWith, sequentialIds } from './fixtures/builders.ts';
import { type NewPassword, planSetPassword } from './plan-set-password.ts';

const current: Credential = { ...keycloakHash('alice').credential, userId: 'u', createdAt: new Date('2026-11-01') };
const older = (id: string, day: string): Credential => ({ ...current, id, type: 'password-history', createdAt: new Date(day) });

const plan = (overrides: Partial<NewPassword> = {}) =>
  planSetPassword({
    realm: realmWith(),
    user: { id: 'u', requiredActions: [], credentialVersion: 4 },
    credentials: [current],
    password: 'new one',
    hasher: { hash: async () => ({ secretData: { value: 'hashed' }, credentialData: { algorithm: 'argon2' } }) },
    ids: sequentialIds(),
    clock,
    temporary: false,
    sessions: 'keep',
    ...overrides,
  });
const kinds = (changes: readonly Change[]) => changes.map((change) => change.kind);

describe('setting a password', () => {
  test('replaces the credential under its id and kills every older link', async () => {
    const changes = await plan();
    expect(changes).toEqual([
      {
        kind: 'put-credential',
        credential: { ...current, createdAt: clock.now(), secretData: { value: 'hashed' }, credentialData: { algorithm: 'argon2' } },
      },
      { kind: 'raise-credential-version', userId: 'u', expected: 4 },
    ]);
  });

  test('makes a first password when there was none', async () => {
    const [first] = await plan({ credentials: [] });
    expect(first).toMatchObject({
      kind: 'put-credential',
      credential: { id: '00000000-0000-4000-8000-000000000001', userId: 'u', type: 'password' },
    });
  });

  test('takes UPDATE_PASSWORD away, or adds it when temporary', async () => {
    const user = { id: 'u', requiredActions: ['UPDATE_PASSWORD', 'VERIFY_EMAIL'], credentialVersion: 4 };
    expect((await plan({ user })).at(-1)).toEqual({ kind: 'update-user', id: 'u', patch: { requiredActions: ['VERIFY_EMAIL'] } });
    expect((await plan({ temporary: true })).at(-1)).toEqual({
      kind: 'update-user',
      id: 'u',
      patch: { requiredActions: ['UPDATE_PASSWORD'] },
    });
    expect(kinds(await plan({ user, temporary: true }))).not.toContain('update-user');
  });

  test('notes that it is temporary in a realm that sets such passwords an end', async () => {
    const realm = realmWith({ attributes: { temporaryPasswordLifespan: '3600' } });
    const dataOf = async (temporary: boolean) => {
      const [put] = await plan({ realm, temporary });
      return put?.kind === 'put-credential' ? put.credential.credentialData : null;
    };
    expect([await dataOf(true), await dataOf(false)]).toEqual([{ algorithm: 'argon2', temporary: true }, { algorithm: 'argon2' }]);
  });

  test('ends the sessions begun until now when asked', async () => {
    expect((await plan({ sessions: 'end' })).at(-1)).toEqual({ kind: 'update-user', id: 'u', patch: { sessionsNotBefore: clock.now() } });
  });

  test('keeps as many older passwords as the policy compares with', async () => {
    const realm = realmWith({ passwordPolicy: 'passwordHistory(3)' });
    const credentials = [current, older('o1', '2026-01-01'), older('o3', '2026-03-01'), older('o2', '2026-02-01')];
    const changes = await plan({ realm, credentials });
    expect(changes).toContainEqual({
      kind: 'put-credential',
      credential: { ...current, id: expect.any(String), type: 'password-history' },
    });
    expect(changes.filter((change) => change.kind === 'delete-credential').map((change) => change.id)).toEqual(['o2', 'o1']);
  });

  test('keeps no older password without a history policy', async () => {
    const changes = await plan({ credentials: [current, older('o1', '2026-01-01')] });
    expect(kinds(changes)).toEqual(['put-credential', 'delete-credential', 'raise-credential-version']);
  });
});
