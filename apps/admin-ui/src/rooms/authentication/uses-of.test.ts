import { describe, expect, it } from '@jest/globals';
import type { Flow } from '../../api/flow-types.ts';
import type { Client } from '../../api/types.ts';
import { bindingsFor, usesOf } from './uses-of.ts';

const flow: Flow = { id: 'f1', alias: 'kept short', providerId: 'basic-flow', topLevel: true, builtIn: false };
const client = (clientId: string, overrides: Readonly<Record<string, string>>) =>
  ({ clientId, authenticationFlowBindingOverrides: overrides }) as Client;

describe('the uses of a flow', () => {
  it('are what the realm names it for and which clients point to it', () => {
    const clients = [client('shop', { browser: 'f1', direct_grant: 'other' }), client('desk', {}), client('kiosk', { direct_grant: 'f1' })];
    const uses = usesOf(flow, { browserFlow: 'browser', directGrantFlow: 'kept short' }, clients);
    expect(uses).toEqual([
      { kind: 'realm', binding: 'directGrantFlow' },
      { kind: 'client', binding: 'browser', client: clients[0] },
      { kind: 'client', binding: 'direct_grant', client: clients[2] },
    ]);
  });

  it('are none while nothing names it', () => {
    expect(usesOf(flow, { browserFlow: 'browser' }, [client('shop', { browser: '' })])).toEqual([]);
  });

  it('can only be those that fit its kind', () => {
    expect(bindingsFor({ ...flow, providerId: 'client-flow' })).toEqual(['clientAuthenticationFlow']);
    expect(bindingsFor(flow)).toContain('browserFlow');
    expect(bindingsFor(flow)).not.toContain('clientAuthenticationFlow');
  });
});
