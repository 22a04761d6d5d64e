import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

interface Tree {
  readonly executions: readonly Record<string, unknown>[];
}
const TRANSIENT = { provider: 'transient-session', requirement: 'REQUIRED' };
const DENY = { provider: 'deny-access-authenticator', requirement: 'REQUIRED' };

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcess();
}, 60_000);
afterAll(() => server?.stop());

/** What realm master answers: the status, and the reason when it is refused. */
async function master(method: string, path: string, body?: unknown, base = '/admin/realms'): Promise<[status: number, json: unknown]> {
  const answer = await fetch(`${server.base}${base}/master${path}`, {
    method,
    headers: { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return [answer.status, text === '' ? null : JSON.parse(text)];
}
const anteroom = (method: string, path: string, body?: unknown) => master(method, path, body, '/admin/anteroom/realms');
const refusedWith = (reason: string) => [400, { errorMessage: expect.stringContaining(reason) }];

/** A copy of a flow under a name; with `first` on top of it, or nothing but a step that denies. */
async function copyOf(source: string, newName: string, first: object | null): Promise<string> {
  await master('POST', `/authentication/flows/${encodeURIComponent(source)}/copy`, { newName });
  const [, flows] = await master('GET', '/authentication/flows');
  const { id } = (flows as { id: string; alias: string }[]).find(({ alias }) => alias === newName)!;
  if (first !== null) {
    const [, tree] = await anteroom('GET', `/flows/${id}`);
    // A sub-flow of its own, since a required step beside alternatives is refused.
    const { executions } = tree as Tree;
    const ways = { requirement: 'REQUIRED', flow: { alias: `${newName} ways`, executions } };
    const steps = first === DENY ? [DENY] : [first, ...(source === 'browser' ? [ways] : executions)];
    expect((await anteroom('PUT', `/flows/${id}`, { ...(tree as Tree), executions: steps }))[0]).toBe(200);
  }
  return id;
}
async function clientOf(clientId: string) {
  const [, found] = await master('GET', `/clients?clientId=${clientId}`);
  return (found as { id: string; attributes: object }[])[0]!;
}

describe('a change that would lock every administrator out is refused', () => {
  it.each([
    ['browser', 'browserFlow', 'security-admin-console', 'browser', 'console'],
    ['direct grant', 'directGrantFlow', 'admin-cli', 'direct_grant', 'command line'],
  ])('a transient or denying copy of %s, for the realm and for the client', async (source, binding, clientId, override, place) => {
    const client = await clientOf(clientId);
    for (const [name, first, reason] of [
      ['transient', TRANSIENT, 'would be transient'],
      ['denying', DENY, 'access_denied'],
    ] as const) {
      const id = await copyOf(source, `${name} ${source}`, first);
      const refused = refusedWith(`sign in to the ${place}`);
      const answers = [
        await master('PUT', '', { [binding]: `${name} ${source}` }),
        await master('PUT', `/clients/${client.id}`, { ...client, authenticationFlowBindingOverrides: { [override]: id } }),
      ];
      expect(answers).toEqual([refused, refused]);
      expect(JSON.stringify(answers)).toContain(reason);
    }
    const attributes = { ...client.attributes, 'client.session.transient.enabled': 'true' };
    expect(await master('PUT', `/clients/${client.id}`, { ...client, attributes })).toEqual(refusedWith('would be transient'));
  });

  it.each([
    ['browser', 'browserFlow', 'browser'],
    ['direct grant', 'directGrantFlow', 'direct grant'],
  ])('a copy of %s that is bound is saved and renamed only where somebody gets in', async (source, binding, before) => {
    const id = await copyOf(source, `mine ${source}`, null);
    expect(await master('PUT', '', { [binding]: `mine ${source}` })).toEqual([204, null]);
    const [, tree] = await anteroom('GET', `/flows/${id}`);
    expect(await anteroom('PUT', `/flows/${id}`, { ...(tree as Tree), executions: [DENY] })).toEqual(refusedWith('access_denied'));
    expect(await anteroom('GET', `/flows/${id}`)).toEqual([200, tree]);

    expect((await anteroom('PUT', `/flows/${id}`, { ...(tree as Tree), alias: `ours ${source}` }))[0]).toBe(200);
    expect(((await master('GET', ''))[1] as Record<string, string>)[binding]).toBe(`ours ${source}`);
    const [, flow] = await master('GET', `/authentication/flows/${id}`);
    expect((await master('PUT', `/authentication/flows/${id}`, { ...(flow as object), alias: `mine ${source}` }))[0]).toBe(204);
    expect(((await master('GET', ''))[1] as Record<string, string>)[binding]).toBe(`mine ${source}`);
    expect(await master('DELETE', `/authentication/flows/${id}`)).toEqual(refusedWith('bound'));
    expect(await master('PUT', '', { [binding]: before })).toEqual([204, null]);
  });

  it('a flow that is bound nowhere is anybody’s to break', async () => {
    const id = await copyOf('browser', 'a draft', null);
    const [, tree] = await anteroom('GET', `/flows/${id}`);
    expect((await anteroom('PUT', `/flows/${id}`, { ...(tree as Tree), executions: [DENY] }))[0]).toBe(200);
  });
});

it('a command line that already lets nobody in is no reason to refuse', async () => {
  const [, me] = await master('GET', '/users?username=admin');
  const { id } = (me as { id: string }[])[0]!;
  const token = await server.token();
  const put = (path: string, body: unknown) =>
    fetch(`${server.base}/admin/realms/master${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await put(`/users/${id}`, { requiredActions: ['UPDATE_PASSWORD'] })).status).toBe(204);
  expect((await put('', { directGrantFlow: 'denying direct grant' })).status).toBe(204);
});
