import { flowModuleContract } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { authenticators } from './index.ts';

flowModuleContract({ name: 'transient authenticator', module: { authenticators }, runner: { describe, it } });

const [transient] = authenticators;
const context = {
  ...{ realm: { id: 'r', name: 'r' }, client: { clientId: 'app', attributes: {} }, user: null, ipAddress: '10.1.2.3', locale: 'en' },
  ...{ scopes: [], now: new Date(0), notes: {}, parameters: null },
};

it('makes the logins of its network transient, and leaves the others alone', async () => {
  expect(await transient?.authenticate({ ...context, config: {} })).toHaveProperty('clientNotes');
  expect(await transient?.authenticate({ ...context, config: { network: '10.1.' } })).toHaveProperty('clientNotes');
  expect(await transient?.authenticate({ ...context, config: { network: '192.168.' } })).not.toHaveProperty('clientNotes');
});
