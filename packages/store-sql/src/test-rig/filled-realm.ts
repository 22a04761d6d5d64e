import type { ActionLink, Change, Credential, Directory, Group, OutboxMessage, Role } from '@anteroom/core';
import { buildClient, buildRealm, buildUser } from '@anteroom/testkit';
import type { DirectoryPair } from './open-pair.ts';

export const realm = buildRealm();
export const client = buildClient();
export const alice = buildUser();
export const MINUTE = 60_000;

/** A realm with one client and Alice, through the first handle. */
export async function fill(pair: DirectoryPair): Promise<void> {
  await pair.a.commit(realm.id, [
    { kind: 'put-realm', realm },
    { kind: 'put-client', client },
    { kind: 'create-user', user: alice },
  ]);
}

export function buildRole(overrides: Partial<Role> = {}): Role {
  return { id: 'role-1', name: 'staff', clientRole: false, containerId: realm.id, attributes: {}, composites: [], ...overrides };
}

export function buildGroup(overrides: Partial<Group> = {}): Group {
  return { id: 'group-1', name: 'Head Office', parentId: null, attributes: {}, roles: [], ...overrides };
}

export function buildCredential(overrides: Partial<Credential> = {}): Credential {
  return {
    id: 'credential-1',
    userId: alice.id,
    type: 'password',
    userLabel: null,
    createdAt: new Date('2030-01-01T00:00:00.000Z'),
    priority: 10,
    secretData: { value: 'aGFzaA==', salt: 'c2FsdA==' },
    credentialData: { hashIterations: 5, algorithm: 'argon2' },
    ...overrides,
  };
}

export function buildLink({ clock }: DirectoryPair, overrides: Partial<ActionLink> = {}): ActionLink {
  const now = clock.now();
  return {
    id: 'link-1',
    userId: alice.id,
    kind: 'reset-credentials',
    actions: ['UPDATE_PASSWORD'],
    email: 'alice@acme.example',
    credentialVersion: 1,
    clientId: 'acme-web',
    redirectUri: null,
    locale: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 5 * MINUTE),
    state: 'open',
    replacedBy: null,
    done: [],
    openedAt: null,
    usedAt: null,
    details: {},
    ...overrides,
  };
}

export function buildMessage({ clock }: DirectoryPair, overrides: Partial<OutboxMessage> = {}): OutboxMessage {
  const now = clock.now();
  return {
    id: 'message-1',
    to: 'alice@acme.example',
    template: 'password-reset',
    parameters: {},
    locale: null,
    linkId: 'link-1',
    userId: alice.id,
    state: 'queued',
    attempts: 0,
    createdAt: now,
    dueAt: now,
    expiresAt: new Date(now.getTime() + 5 * MINUTE),
    lastError: null,
    sentAt: null,
    ...overrides,
  };
}

/** Outcomes of units that two handles commit at the same moment: codes of those that lost, `done` for the rest. */
export async function race(pair: DirectoryPair, units: readonly (readonly Change[])[]): Promise<readonly string[]> {
  const handles = [pair.a, pair.b];
  const results = await Promise.allSettled(units.map((unit, index) => (handles[index % 2] as Directory).commit(realm.id, unit)));
  return results.map((result) => (result.status === 'fulfilled' ? 'done' : String(result.reason.code))).sort();
}
