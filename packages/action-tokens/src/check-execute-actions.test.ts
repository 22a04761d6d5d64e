import { buildClient, buildRealmSnapshot, buildUser } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import { checkExecuteActions, type ExecuteActionsRequest } from './check-execute-actions.ts';

const clients = [buildClient({ clientId: 'account' }), buildClient({ clientId: 'web' }), buildClient({ clientId: 'off', enabled: false })];

function check(overrides: Partial<ExecuteActionsRequest>) {
  return checkExecuteActions(
    { realm: buildRealmSnapshot(), user: buildUser(), actions: ['UPDATE_PASSWORD'], clientId: null, redirectUri: null, ...overrides },
    {
      findClient: async (_realm, clientId) => clients.find((client) => client.clientId === clientId) ?? null,
      isRedirectAllowed: (client, uri) => client.redirectUris.includes(uri),
      isKnownAction: (_realm, action) => action === 'UPDATE_PASSWORD',
    },
  );
}

test('accepts what Keycloak accepts, an empty list of actions too', async () => {
  expect(await check({})).toBeNull();
  expect(await check({ actions: [] })).toBeNull();
  expect(await check({ clientId: 'web', redirectUri: 'https://app.example/callback' })).toBeNull();
});

test('refuses in the words of Keycloak', async () => {
  expect(await check({ user: buildUser({ email: null }) })).toBe('User email missing');
  expect(await check({ user: buildUser({ enabled: false }) })).toBe('User is disabled');
  expect(await check({ redirectUri: 'https://app.example/callback' })).toBe('Client id missing');
  expect(await check({ clientId: 'zz' })).toBe("Client doesn't exist");
  expect(await check({ clientId: 'off' })).toBe('Client is not enabled');
  expect(await check({ clientId: 'web', redirectUri: 'http://evil.test/' })).toBe('Invalid redirect uri.');
  expect(await check({ actions: ['NOPE'] })).toBe('Provided invalid required actions');
});
