import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

describe('a change of what was read', () => {
  let rig: Rig;
  let token: string;
  let boss: ReturnType<typeof asUser>;
  beforeAll(async () => {
    rig = await openRig();
    const users = [
      { username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } },
      { username: 'ann', enabled: true, firstName: 'Ann' },
    ];
    await rig.importer.import({ realm: 'acme', enabled: true, clients: [{ clientId: 'desk' }], users });
    token = await rig.token('acme', 'boss');
    boss = asUser(rig, token);
  });
  afterAll(() => rig.close());

  const things = async () => {
    const [desk] = (await boss('GET', '/admin/realms/acme/clients?clientId=desk')).json as { id: string }[];
    const [ann] = (await boss('GET', '/admin/realms/acme/users?username=ann')).json as { id: string }[];
    return { realm: '/admin/realms/acme', client: `/admin/realms/acme/clients/${desk!.id}`, user: `/admin/realms/acme/users/${ann!.id}` };
  };
  const put = async (path: string, ifMatch: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': ifMatch };
    const answer = await fetch(`${rig.base}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    return { status: answer.status, text: await answer.text() };
  };
  const CHANGES = { realm: { displayName: 'One' }, client: { name: 'One' }, user: { firstName: 'One' } };

  it('is made while it is what was read, and refused when somebody else was faster', async () => {
    for (const [kind, path] of Object.entries(await things())) {
      const change = CHANGES[kind as keyof typeof CHANGES];
      const { headers } = await boss('GET', path);
      const tag = headers.get('etag')!;
      expect([kind, tag]).toEqual([kind, expect.stringMatching(/^"[\w-]{22}"$/)]);
      expect((await boss('GET', path)).headers.get('etag')).toBe(tag);
      expect([kind, await put(path, `W/${tag}`, change)]).toEqual([kind, { status: 204, text: '' }]);
      expect([kind, await put(path, tag, change)]).toEqual([
        kind,
        { status: 412, text: '{"errorMessage":"It was changed meanwhile: read it again"}' },
      ]);
      expect((await put(path, `"other", ${(await boss('GET', path)).headers.get('etag')}`, change)).status).toBe(204);
      expect((await put(path, '*', change)).status).toBe(204);
      expect((await boss('PUT', path, change)).status).toBe(204);
    }
  });

  it('is made by one of many who read the same', async () => {
    for (const [kind, path] of Object.entries(await things())) {
      const tag = (await boss('GET', path)).headers.get('etag')!;
      const key = Object.keys(CHANGES[kind as keyof typeof CHANGES])[0]!;
      const all = await Promise.all(Array.from({ length: 6 }, (_, at) => put(path, tag, { [key]: `By ${at}` })));
      expect([kind, all.map(({ status }) => status).sort()]).toEqual([kind, [204, 412, 412, 412, 412, 412]]);
    }
  });
});
