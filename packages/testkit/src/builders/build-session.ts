import type { ClientEntry, SessionRecord } from '@anteroom/core';

export function buildClientEntry(overrides: Partial<ClientEntry> = {}): ClientEntry {
  const start = Date.parse('2030-01-01T00:00:00.000Z');
  return {
    client: 'c0000000-0000-4000-8000-000000000001',
    generation: 'generation-1',
    started: start,
    lastAccess: start,
    redirectUri: 'https://app.example/callback',
    scope: 'openid',
    authTime: start,
    acr: '1',
    notes: {},
    families: [],
    revoked: [],
    ...overrides,
  };
}

export function buildSession(overrides: Partial<SessionRecord> = {}): SessionRecord {
  const start = Date.parse('2030-01-01T00:00:00.000Z');
  return {
    v: 1,
    user: 'b0000000-0000-4000-8000-000000000001',
    username: 'alice',
    started: start,
    lastAccess: start,
    authTime: start,
    acr: '1',
    amr: ['pwd'],
    rememberMe: false,
    ipAddress: '192.0.2.1',
    authMethod: 'openid-connect',
    secretHash: null,
    notes: {},
    clients: {},
    ...overrides,
  };
}
