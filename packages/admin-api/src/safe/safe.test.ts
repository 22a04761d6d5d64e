import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

type Json = Record<string, unknown>;
interface Entry extends Json {
  readonly id: string;
  readonly things: readonly { readonly kind: string; readonly name: string; readonly change: string; readonly fields: readonly Json[] }[];
}

describe('changes that can be taken back', () => {
  let rig: Rig;
  let root: ReturnType<typeof asUser>;
  const acme = async () => (await rig.realms.byName('acme'))!;
  const clientOf = async (clientId: string) => (await rig.realms.client(await acme(), clientId))!;
  const history = async () => ((await root('GET', '/admin/anteroom/realms/acme/history')).json as { entries: Entry[] }).entries;
  const undo = (entry: Entry) => root('POST', `/admin/anteroom/realms/acme/history/${entry.id}/undo`);

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({
      realm: 'acme',
      enabled: true,
      adminEventsEnabled: true,
      smtpServer: { host: 'mail.acme.test', password: 'mail-secret' },
      groups: [{ name: 'Staff', realmRoles: ['writer'], subGroups: [{ name: 'Night' }] }],
      defaultGroups: ['/Staff'],
      roles: {
        realm: [{ name: 'writer' }, { name: 'editor', composites: { realm: ['writer'] } }],
        client: { robot: [{ name: 'all', composites: { client: { robot: ['some'] } } }, { name: 'some' }] },
      },
      clients: [
        { clientId: 'robot', secret: 'robot-secret', serviceAccountsEnabled: true },
        { clientId: 'desk', fullScopeAllowed: false },
      ],
      scopeMappings: [{ client: 'desk', roles: ['writer'] }],
      users: [
        { username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } },
        { username: 'keeper', enabled: true, clientRoles: { 'realm-management': ['manage-realm', 'view-events'] } },
        {
          ...{ username: 'ann', enabled: true, groups: ['/Staff/Night'], realmRoles: ['writer'], clientRoles: { robot: ['all'] } },
          credentials: [{ type: 'password', secretData: '{"value":"hash"}', credentialData: '{"algorithm":"argon2"}' }],
        },
      ],
    });
    root = asUser(rig, await rig.token('acme', 'boss'));
  });
  afterAll(() => rig.close());

  it('shows who changed what, before and after, and no secret', async () => {
    const desk = await clientOf('desk');
    await root('PUT', `/admin/realms/acme/clients/${desk.id}`, { redirectUris: ['https://desk.test/*'], secret: 'new-desk-secret' });
    const [entry] = await history();
    expect(entry).toMatchObject({
      operation: 'UPDATE',
      resourceType: 'CLIENT',
      by: { username: 'boss', clientId: expect.any(String) },
      undoable: true,
      things: [{ kind: 'client', name: 'desk', change: 'changed' }],
    });
    expect(entry?.things[0]?.fields).toContainEqual({ path: 'redirectUris', before: [], after: ['https://desk.test/*'] });
    expect(entry?.things[0]?.fields).toContainEqual({ path: 'secret', before: '**********', after: '**********' });
    expect(JSON.stringify(await history())).not.toMatch(/desk-secret/);
    const [event] = (await root('GET', '/admin/realms/acme/admin-events?max=1')).json as Json[];
    expect(event?.id).toBe(entry?.id);
  });

  it('takes one change back, secrets too, once, and not when something was changed since', async () => {
    const secret = async () => (await clientOf('desk')).secret;
    const [changed] = await history();
    const desk = await clientOf('desk');
    await root('PUT', `/admin/realms/acme/clients/${desk.id}`, { name: 'Desk' });
    expect((await undo(changed!)).json).toEqual({ errorMessage: 'desk was changed since: take the later changes back first' });
    const [later] = await history();
    expect((await undo(later!)).status).toBe(204);
    expect((await undo(changed!)).status).toBe(204);
    expect([(await clientOf('desk')).redirectUris, await secret(), (await clientOf('desk')).name]).toEqual([
      [],
      expect.not.stringMatching('new-desk'),
      undefined,
    ]);
    expect((await undo(changed!)).json).toEqual({ errorMessage: 'This was taken back already' });
    const [newest, second] = await history();
    expect([newest?.undoes, (await history()).find((entry) => entry.id === changed?.id)?.undoneBy]).toEqual([changed?.id, newest?.id]);
    // An undo is a change like any other.
    expect((await undo(second!)).status).toBe(409);
    expect((await undo(newest!)).status).toBe(204);
    expect((await clientOf('desk')).redirectUris).toEqual(['https://desk.test/*']);
  });

  it('takes back what was made, and settings of the realm', async () => {
    await root('POST', '/admin/realms/acme/roles', { name: 'passing' });
    await root('PUT', '/admin/realms/acme', { displayName: 'Acme', smtpServer: { host: 'other.test', password: 'other-secret' } });
    const [settings, made] = await history();
    expect((await undo(settings!)).status).toBe(204);
    expect((await undo(made!)).status).toBe(204);
    const realm = await acme();
    expect([realm.realm.smtpServer, realm.realm.displayName]).toEqual([{ host: 'mail.acme.test', password: 'mail-secret' }, undefined]);
    expect(realm.configuration.roles.some((role) => role.name === 'passing')).toBe(false);
  });

  it('lets only one of many undo', async () => {
    await root('PUT', '/admin/realms/acme', { displayName: 'Raced' });
    const [entry] = await history();
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => undo(entry!)))).map(({ status }) => status).sort();
    expect(statuses).toEqual([204, ...Array(7).fill(409)]);
  });

  describe('what was deleted', () => {
    const deleted = async (query = '') =>
      ((await root('GET', `/admin/anteroom/realms/acme/deleted${query}`)).json as { deleted: (Json & { id: string; kind: string })[] })
        .deleted;
    const restore = async (kind: string, id: string, by = root) => by('POST', `/admin/anteroom/realms/acme/deleted/${kind}/${id}/restore`);

    it('a user comes back with id, password, roles and groups', async () => {
      const realm = await acme();
      const ann = (await rig.directory.users.findByUsername(realm.id, 'ann'))!;
      const credentials = await rig.directory.credentials.list(realm.id, ann.id);
      await root('DELETE', `/admin/realms/acme/users/${ann.id}`);
      expect(await deleted('?kind=user&search=AN')).toMatchObject([{ kind: 'user', id: ann.id, name: 'ann', by: { username: 'boss' } }]);
      expect((await restore('user', ann.id)).status).toBe(204);
      expect(await rig.directory.users.get(realm.id, ann.id)).toEqual(ann);
      expect(await rig.directory.credentials.list(realm.id, ann.id)).toEqual(credentials);
      expect([(await restore('user', ann.id)).status, await deleted('?kind=user')]).toEqual([404, []]);
    });

    it('a role comes back to its users, groups, composites and scope mappings', async () => {
      const before = await acme();
      const writer = before.configuration.roles.find((role) => role.name === 'writer')!;
      const ann = (await rig.directory.users.findByUsername(before.id, 'ann'))!;
      await root('DELETE', '/admin/realms/acme/roles/writer');
      expect((await acme()).effectiveRoles((await rig.directory.users.get(before.id, ann.id))!).map((role) => role.name)).not.toContain(
        'writer',
      );
      expect((await restore('role', writer.id)).status).toBe(204);
      const after = await acme();
      expect(after.configuration.roles).toEqual(before.configuration.roles);
      expect(after.configuration.groups).toEqual(before.configuration.groups);
      expect((await clientOf('desk')).scopeMappings).toEqual([writer.id]);
      expect((await rig.directory.users.get(before.id, ann.id))?.roles.toSorted()).toEqual(ann.roles.toSorted());
    });

    it('a client comes back with its secret, its roles, who held them, and its service account', async () => {
      const before = await acme();
      const robot = await clientOf('robot');
      const account = await rig.directory.users.findServiceAccount(before.id, robot.id);
      const ann = (await rig.directory.users.findByUsername(before.id, 'ann'))!;
      await root('DELETE', `/admin/realms/acme/clients/${robot.id}`);
      expect((await deleted('?kind=client')).map(({ name }) => name)).toEqual(['robot']);
      expect((await restore('client', robot.id)).status).toBe(204);
      expect(await clientOf('robot')).toEqual(robot);
      expect(await rig.directory.users.findServiceAccount(before.id, robot.id)).toEqual(account);
      expect((await acme()).configuration.roles).toEqual(before.configuration.roles);
      expect((await rig.directory.users.get(before.id, ann.id))?.roles.toSorted()).toEqual(ann.roles.toSorted());
    });

    it('a group comes back with what is below it, its members, and as a default; by the history too', async () => {
      const before = await acme();
      const staff = before.configuration.groups.find((group) => group.name === 'Staff')!;
      const ann = (await rig.directory.users.findByUsername(before.id, 'ann'))!;
      await root('DELETE', `/admin/realms/acme/groups/${staff.id}`);
      expect((await acme()).configuration.groups).toEqual([]);
      expect((await undo((await history())[0]!)).status).toBe(204);
      const after = await acme();
      expect([after.configuration.groups, after.realm.defaultGroups]).toEqual([before.configuration.groups, before.realm.defaultGroups]);
      expect((await rig.directory.users.get(before.id, ann.id))?.groups).toEqual(ann.groups);
      expect(await deleted('?kind=group')).toEqual([]);
    });

    it('stays away when its name was taken, and for who could not make it', async () => {
      const { id } = (await rig.directory.users.findByUsername((await acme()).id, 'ann'))!;
      await root('DELETE', `/admin/realms/acme/users/${id}`);
      expect((await restore('user', id, asUser(rig, await rig.token('acme', 'keeper')))).status).toBe(403);
      await root('POST', '/admin/realms/acme/users', { username: 'ann' });
      expect((await restore('user', id)).json).toEqual({ errorMessage: 'There is another user with the name of ann' });
      expect((await root('DELETE', `/admin/anteroom/realms/acme/deleted/user/${id}`)).status).toBe(204);
      expect(await deleted('?kind=user')).toEqual([]);
    });

    it('is gone after as many days as the realm says, and is swept', async () => {
      const { id } = (await rig.directory.users.findByUsername((await acme()).id, 'ann'))!;
      await root('PUT', '/admin/realms/acme', { attributes: { deletedThingsDays: '2' } });
      await root('DELETE', `/admin/realms/acme/users/${id}`);
      const token = async () => {
        root = asUser(rig, await rig.token('acme', 'boss'));
      };
      rig.clock.advance(2 * 86_400_000 - 1000);
      await token();
      expect(await deleted('?kind=user')).toHaveLength(1);
      expect(await rig.directory.deleted.sweep(rig.clock.now())).toBe(0);
      rig.clock.advance(1000);
      await token();
      expect([await deleted('?kind=user'), (await restore('user', id)).status]).toEqual([[], 404]);
      expect(await rig.directory.deleted.sweep(rig.clock.now())).toBe(1);
    });
  });

  describe('the last administrator of everything', () => {
    let master: { readonly id: string };
    const everything = () => rig.directory.users.findByUsername(master.id, 'root');
    let call: ReturnType<typeof asUser>;

    beforeAll(async () => {
      await rig.importer.import({
        realm: 'master',
        enabled: true,
        groups: [{ name: 'Admins', realmRoles: ['admin'], subGroups: [{ name: 'Night' }] }],
        roles: { realm: [{ name: 'chief', composites: { realm: ['admin'] } }] },
        users: [
          {
            ...{ username: 'root', enabled: true, realmRoles: ['admin'] },
            credentials: [{ type: 'password', secretData: '{"value":"hash"}', credentialData: '{"algorithm":"argon2"}' }],
          },
          { username: 'spare', enabled: true },
        ],
      });
      master = (await rig.realms.byName('master'))!.realm;
      call = asUser(rig, await rig.token('master', 'root'));
    });

    const refusal = { errorMessage: expect.stringMatching(/^This would lock out the last administrator: /) };

    it('is not deleted, disabled, stripped of the role or of the password, and the reason is given', async () => {
      const root = (await everything())!;
      const admin = (await rig.realms.byName('master'))!.configuration.roles.find((role) => role.name === 'admin')!;
      const [password] = await rig.directory.credentials.list(master.id, root.id);
      const path = `/admin/realms/master/users/${root.id}`;
      for (const answer of [
        await call('DELETE', path),
        await call('PUT', path, { enabled: false }),
        await call('DELETE', `${path}/role-mappings/realm`, [{ id: admin.id, name: 'admin' }]),
        await call('DELETE', `${path}/credentials/${password?.id}`),
        await call('DELETE', '/admin/realms/master/roles/admin'),
        await call('PUT', '/admin/realms/master', { enabled: false }),
      ])
        expect([answer.status, answer.json]).toEqual([409, refusal]);
      expect(await everything()).toEqual(root);
    });

    it('is not lost through a composite role or a group either', async () => {
      const realm = (await rig.realms.byName('master'))!;
      const [root, spare] = [(await everything())!, (await rig.directory.users.findByUsername(master.id, 'spare'))!];
      const [admin, chief] = ['admin', 'chief'].map(
        (name) => realm.configuration.roles.find((role) => role.name === name && !role.clientRole)!,
      );
      const group = (name: string) => realm.configuration.groups.find((other) => other.name === name)!;
      const path = (id: string, rest: string) => `/admin/realms/master/users/${id}/${rest}`;
      await rig.directory.commit(master.id, [
        {
          kind: 'put-credential',
          credential: { ...(await rig.directory.credentials.list(master.id, root.id))[0]!, id: 'spare-password', userId: spare.id },
        },
      ]);
      // By a sub-group of a group with the role.
      expect((await call('PUT', path(spare.id, `groups/${group('Night').id}`))).status).toBe(204);
      expect((await call('DELETE', path(root.id, 'role-mappings/realm'), [{ id: admin!.id, name: 'admin' }])).status).toBe(204);
      call = asUser(rig, await rig.token('master', 'spare'));
      for (const answer of [
        await call('DELETE', path(spare.id, `groups/${group('Night').id}`)),
        await call('DELETE', `/admin/realms/master/groups/${group('Admins').id}`),
        await call('DELETE', `/admin/realms/master/groups/${group('Admins').id}/role-mappings/realm`, [{ id: admin!.id, name: 'admin' }]),
      ])
        expect([answer.status, answer.json]).toEqual([409, refusal]);
      // By a composite.
      expect((await call('POST', path(root.id, 'role-mappings/realm'), [{ id: chief!.id, name: 'chief' }])).status).toBe(204);
      expect((await call('DELETE', path(spare.id, `groups/${group('Night').id}`))).status).toBe(204);
      call = asUser(rig, await rig.token('master', 'root'));
      for (const answer of [
        await call('DELETE', '/admin/realms/master/roles/chief/composites', [{ id: admin!.id, name: 'admin' }]),
        await call('DELETE', '/admin/realms/master/roles/chief'),
      ])
        expect([answer.status, answer.json]).toEqual([409, refusal]);
    });
  });

  describe('plan and apply', () => {
    const planPath = '/admin/anteroom/realms/acme/plan';
    const document = {
      realm: 'acme',
      displayName: 'Planned',
      clients: [{ clientId: 'desk', name: 'The desk', secret: 'planned-secret' }, { clientId: 'fresh' }],
      roles: { realm: [{ name: 'planner', composites: { realm: ['writer'] } }] },
      groups: [{ name: 'Staff', subGroups: [{ name: 'Day', realmRoles: ['planner'] }] }],
    };
    const differences = (json: unknown) => (json as { differences: { action: string; kind: string; name: string }[] }).differences;

    it('finds nothing to do for a realm and its own export', async () => {
      const exported = (await root('POST', '/admin/realms/acme/partial-export?exportClients=true&exportGroupsAndRoles=true')).json;
      expect(differences((await root('POST', planPath, exported)).json)).toEqual([]);
    });

    it('says what a document would change, does exactly that with the hash of the plan, and nothing twice', async () => {
      const plan = await root('POST', planPath, document);
      const { hash } = plan.json as { hash: string };
      expect(differences(plan.json).map(({ action, kind, name }) => `${action} ${kind} ${name}`)).toEqual([
        'change client desk',
        'create client fresh',
        'create role planner',
        'create group /Staff/Day',
        'change realm acme',
      ]);
      expect(plan.text).not.toContain('planned-secret');
      expect((await root('POST', '/admin/anteroom/realms/acme/apply?plan=other', document)).status).toBe(409);
      expect((await acme()).realm.displayName).toBeUndefined();
      expect((await root('POST', `/admin/anteroom/realms/acme/apply?plan=${hash}`, document)).status).toBe(200);
      const realm = await acme();
      expect([realm.realm.displayName, (await clientOf('desk')).secret, (await clientOf('fresh')).clientId]).toEqual([
        'Planned',
        'planned-secret',
        'fresh',
      ]);
      expect(realm.configuration.groups.map((group) => realm.groupPath(group.id)).sort()).toEqual(['/Staff', '/Staff/Day', '/Staff/Night']);
      expect((await root('POST', `/admin/anteroom/realms/acme/apply?plan=${hash}`, document)).status).toBe(409);
      expect(differences((await root('POST', planPath, document)).json)).toEqual([]);
    });

    it('is void when the realm was changed since', async () => {
      const { hash } = (await root('POST', planPath, { displayName: 'Other' })).json as { hash: string };
      await root('PUT', '/admin/realms/acme', { displayNameHtml: 'Acme' });
      expect((await root('POST', `/admin/anteroom/realms/acme/apply?plan=${hash}`, { displayName: 'Other' })).status).toBe(409);
    });

    it('refuses what it cannot mean, and what the caller may not do', async () => {
      expect((await root('POST', planPath, { browserFlow: 'nowhere' })).status).toBe(400);
      expect((await root('POST', planPath, { clients: [{ clientId: 'desk', defaultClientScopes: ['nowhere'] }] })).status).toBe(400);
      const keeper = asUser(rig, await rig.token('acme', 'keeper'));
      const { hash } = (await keeper('POST', planPath, { clients: [{ clientId: 'desk', name: 'Mine' }] })).json as { hash: string };
      expect(
        (await keeper('POST', `/admin/anteroom/realms/acme/apply?plan=${hash}`, { clients: [{ clientId: 'desk', name: 'Mine' }] })).status,
      ).toBe(403);
    });
  });
});
