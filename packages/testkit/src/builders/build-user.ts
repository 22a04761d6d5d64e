import type { User } from '@anteroom/core';

/** Alice, enabled, with nothing left to do. */
export function buildUser(overrides: Partial<User> = {}): User {
  return {
    id: 'b0000000-0000-4000-8000-000000000001',
    username: 'alice',
    email: 'alice@acme.example',
    emailVerified: true,
    firstName: 'Alice',
    lastName: 'Adams',
    enabled: true,
    createdAt: new Date('2030-01-01T00:00:00.000Z'),
    attributes: {},
    requiredActions: [],
    notBefore: 0,
    sessionsNotBefore: null,
    credentialVersion: 1,
    serviceAccountClient: null,
    roles: [],
    groups: [],
    extra: {},
    ...overrides,
  };
}
