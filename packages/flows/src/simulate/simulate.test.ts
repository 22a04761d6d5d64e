import type { Simulation } from '@anteroom/core';
import { describe, expect, test } from '@jest/globals';
import { createEngineRig, type RigOptions } from '../test-rig/engine-rig.ts';
import { BROWSER, DIRECT_GRANT, flowTree, type Node } from '../test-rig/flow-tree.ts';
import { createSimulation } from './create-simulation.ts';

function open(options: Partial<RigOptions> = {}) {
  const rig = createEngineRig({ flow: BROWSER, realm: { eventsEnabled: true }, otp: [{}], ...options });
  const simulate = createSimulation({
    directory: rig.ports.directory,
    failures: rig.failures,
    clock: rig.clock,
    ids: rig.ids,
    log: rig.log,
  });
  const given = {
    ...{
      realm: rig.realm,
      client: rig.client,
      flow: rig.context().flow,
      binding: 'browser',
      login: 'alice',
      password: 'right',
      otp: 'right',
    },
    ...{ session: false, prompt: [], scopes: [], acrValues: [] },
  } as const satisfies Simulation;
  return { ...rig, simulate: (more: Partial<Simulation> = {}) => simulate({ ...given, ...more }) };
}

const steps = (list: readonly { name: string; decision: string; why: string }[] = []) =>
  list.map(({ name, decision, why }) => [name, decision, why]);

describe('a simulated login', () => {
  test('decides what the real one decides, execution by execution, and writes nothing', async () => {
    const { start, post, code, simulate, calls, hashed } = open({ realm: { eventsEnabled: true, bruteForceProtected: true } });
    const simulated = await simulate();
    expect(simulated).toMatchObject({ outcome: 'complete', amr: ['pwd', 'otp'], transient: false });
    expect([calls.writes, hashed]).toEqual([0, []]);
    const real = await post(await post(await start(), { username: 'alice', password: 'alice-pw' }), { otp: code() });
    expect(steps(simulated.trace.steps)).toEqual(steps(real.trace?.steps));
  });

  test('with a wrong password or code stops where the real one does, and counts no failure', async () => {
    const { simulate, failures, realm } = open({ realm: { eventsEnabled: true, bruteForceProtected: true } });
    expect(await simulate({ password: 'wrong' })).toMatchObject({ outcome: 'page', page: { kind: 'login' } });
    expect(await simulate({ otp: 'wrong' })).toMatchObject({ outcome: 'page', page: { kind: 'otp' } });
    expect(await failures.get(realm, 'user-1')).toBeNull();
  });

  test('without pages says the refusal', async () => {
    const direct = { flow: DIRECT_GRANT } as const;
    expect(await open(direct).simulate({ binding: 'direct_grant' })).toMatchObject({ outcome: 'complete', amr: ['pwd', 'otp'] });
    expect(await open(direct).simulate({ binding: 'direct_grant', otp: 'wrong' })).toMatchObject({
      outcome: 'refused',
      refusal: 'invalid_user_credentials',
    });
    expect(await open(direct).simulate({ binding: 'direct_grant', login: 'nobody' })).toMatchObject({ outcome: 'refused' });
  });

  test('with a session is answered by it, unless the request asks for a fresh proof', async () => {
    const { simulate } = open();
    expect(await simulate({ session: true })).toMatchObject({ outcome: 'complete', acr: '0' });
    expect(await simulate({ session: true, prompt: ['login'] })).toMatchObject({ outcome: 'complete', acr: '1' });
  });

  test('says that a locked account is refused, and unlocks nothing', async () => {
    const { simulate, failures, realm } = open({ realm: { eventsEnabled: true, bruteForceProtected: true, failureFactor: 1 } });
    await (await failures.reserve(realm, 'user-1', '')).fail('password');
    expect(await simulate()).toMatchObject({ outcome: 'page', page: { kind: 'login' } });
    expect(failures.isLocked(realm, await failures.get(realm, 'user-1'))).toBe(true);
  });

  test('runs a flow that is not stored', async () => {
    const drawn = flowTree('drawn', [['R', 'transient-session'], ...BROWSER] as readonly Node[]);
    const { simulate } = open({ otp: [] });
    expect(await simulate({ flow: drawn.flows[0]!, drafts: drawn })).toMatchObject({ outcome: 'complete', transient: true });
  });

  test('shows a trace also where the realm keeps no events', async () => {
    const { simulate } = open({ realm: { eventsEnabled: false } });
    expect((await simulate()).trace.steps.length).toBeGreaterThan(3);
  });

  test('stops at a page that only a person can answer', async () => {
    const { simulate } = open({ otp: [], users: [{ id: 'user-1', requiredActions: ['UPDATE_PASSWORD'] }] });
    expect(await simulate()).toMatchObject({ outcome: 'page', page: { executionId: 'UPDATE_PASSWORD', requiredAction: true } });
  });
});
