import type { FlowDraft, FlowProblem } from '@anteroom/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

type Shown = FlowDraft & { readonly id: string; readonly builtIn: boolean; readonly problems: readonly FlowProblem[] };

describe('flows as whole trees', () => {
  let rig: Rig;
  let root: ReturnType<typeof asUser>;
  let mine: string;

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true, users: [{ username: 'root', enabled: true, realmRoles: ['admin'] }] });
    await rig.importer.import({ realm: 'acme', enabled: true });
    root = asUser(rig, await rig.token('master', 'root'));
    const copied = await root('POST', '/admin/realms/acme/authentication/flows/browser/copy', { newName: 'mine' });
    expect(copied.status).toBe(201);
    const flows = (await root('GET', '/admin/realms/acme/authentication/flows')).json as { id: string; alias: string }[];
    mine = flows.find(({ alias }) => alias === 'mine')!.id;
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.simulateWith(async ({ flow }) => ({ ...LET_IN, trace: { flowId: flow.id, flow: flow.alias, steps: [] } })));

  const LET_IN = { outcome: 'complete', refusal: null, page: null, acr: '1', amr: [], transient: false, persistence: null } as const;
  const path = (rest: string) => `/admin/anteroom/realms/acme/flows/${rest}`;
  const get = async (id = mine) => (await root('GET', path(id))).json as Shown;
  const transient = { provider: 'transient-session', requirement: 'REQUIRED' } as const;

  it('are shown as they are, without problems', async () => {
    const flow = await get();
    expect(flow).toMatchObject({ alias: 'mine', builtIn: false, problems: [] });
    expect(flow.executions.map(({ provider, flow: sub }) => provider ?? sub?.alias)).toEqual([
      ...['auth-cookie', 'auth-spnego', 'identity-provider-redirector', 'mine Organization', 'mine forms'],
    ]);
  });

  it('are saved at once, and keep the ids of what was there', async () => {
    const before = await get();
    const session = { provider: 'session-persistence', requirement: 'REQUIRED', config: { config: { persistence: 'fast' } } } as const;
    const saved = await root('PUT', path(mine), {
      ...before,
      executions: [session, ...before.executions.slice(0, -2), before.executions.at(-1)],
    });
    expect([saved.status, saved.status === 200 ? null : saved.json]).toEqual([200, null]);
    const now = await get();
    expect(now.executions.map(({ provider, flow }) => provider ?? flow?.alias)).toEqual([
      ...['session-persistence', 'auth-cookie', 'auth-spnego', 'identity-provider-redirector', 'mine forms'],
    ]);
    expect(now.executions[0]?.config?.config).toEqual({ persistence: 'fast' });
    expect(now.executions.slice(1).map(({ id }) => id)).toEqual(
      [...before.executions.slice(0, 3), before.executions[4]].map((one) => one?.id),
    );
    const realm = (await rig.realms.byName('acme'))!;
    expect(realm.flowByAlias('mine Organization')).toBeNull();
    expect(realm.flow(mine)?.executions.map(({ priority }) => priority)).toEqual([10, 20, 30, 40, 50]);
  });

  it('are refused with the reason where an evaluation would drop part of them, and nothing is stored', async () => {
    const before = await get();
    const mixed = { ...before, executions: [{ provider: 'deny-access-authenticator', requirement: 'REQUIRED' }, ...before.executions] };
    const { status, json } = await root('PUT', path(mine), mixed);
    expect([status, (json as { errorMessage: string }).errorMessage]).toEqual([409, expect.stringContaining('it is never tried')]);
    expect((json as { problems: FlowProblem[] }).problems[0]).toMatchObject({ code: 'alternative-ignored', path: ['mine'] });
    expect(await get()).toEqual(before);
    const checked = await root('POST', path('check'), mixed);
    expect((checked.json as { problems: FlowProblem[] }).problems.map(({ code }) => code)).toEqual([
      ...['alternative-ignored', 'alternative-ignored', 'alternative-ignored', 'unreachable'],
    ]);
    expect((await root('POST', path('check'), { ...before, executions: [transient, ...before.executions] })).json).toEqual({
      problems: [],
    });
  });

  it('through the calls of Keycloak are kept as they are, and warned about', async () => {
    await root('POST', '/admin/realms/acme/authentication/flows/mine/executions/execution', { provider: 'deny-access-authenticator' });
    const list = (await root('GET', '/admin/realms/acme/authentication/flows/mine/executions')).json as { providerId?: string }[];
    const added = list.find(({ providerId }) => providerId === 'deny-access-authenticator');
    const answer = await root('PUT', '/admin/realms/acme/authentication/flows/mine/executions', { ...added, requirement: 'REQUIRED' });
    expect(answer.status).toBe(204);
    expect((await get()).problems.map(({ code }) => code)).toContain('alternative-ignored');
    expect(rig.log.entries.filter(({ event }) => event === 'flow.problem')).not.toEqual([]);
    await root('PUT', '/admin/realms/acme/authentication/flows/mine/executions', { ...added, requirement: 'DISABLED' });
  });

  it.each([
    ['no flow at all', {}, 400],
    ['executions that are none', { alias: 'mine', executions: [{ provider: 7 }] }, 400],
    ['a provider that nobody has', { alias: 'mine', executions: [{ provider: 'nobody-has-it', requirement: 'REQUIRED' }] }, 400],
    ['a step that is nothing', { alias: 'mine', executions: [{ provider: null, requirement: 'REQUIRED' }] }, 400],
    ['a name that another flow has', { alias: 'browser', executions: [] }, 409],
  ])('are refused when they are %s', async (_name, body, status) => {
    expect((await root('PUT', path(mine), body)).status).toBe(status);
  });

  it('that are built in are not replaced', async () => {
    const realm = (await rig.realms.byName('acme'))!;
    const id = realm.flowByAlias('browser')!.id;
    expect((await root('PUT', path(id), await get(id))).status).toBe(400);
    expect((await root('GET', path('nowhere'))).status).toBe(404);
  });

  describe('a binding that would lock every administrator out', () => {
    const lockOut = () =>
      rig.simulateWith(async ({ flow }) => ({ ...LET_IN, transient: true, trace: { flowId: flow.id, flow: flow.alias, steps: [] } }));
    const consoleOf = async (realm: string) =>
      ((await root('GET', `/admin/realms/${realm}/clients?clientId=security-admin-console`)).json as { id: string }[])[0]!;

    it('is refused for realm master and for its console, with the reason', async () => {
      lockOut();
      const bound = await root('PUT', '/admin/realms/master', { browserFlow: 'direct grant' });
      expect([bound.status, bound.json]).toEqual([400, { errorMessage: expect.stringContaining('would be transient') }]);
      const client = await consoleOf('master');
      const switched = await root('PUT', `/admin/realms/master/clients/${client.id}`, {
        ...client,
        attributes: { 'client.session.transient.enabled': 'true' },
      });
      expect(switched.status).toBe(400);
      expect((await rig.realms.byName('master'))?.realm.browserFlow).toBe('browser');
    });

    it('is not refused where somebody gets in, and not in a realm whose administrators are elsewhere', async () => {
      expect((await root('PUT', '/admin/realms/master', { browserFlow: 'direct grant' })).status).toBe(204);
      expect((await root('PUT', '/admin/realms/master', { browserFlow: 'browser' })).status).toBe(204);
      lockOut();
      expect((await root('PUT', '/admin/realms/acme', { browserFlow: 'mine' })).status).toBe(204);
    });
  });
});
