import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asUser } from '../test-rig/as-user.ts';
import { openRig, type Rig } from '../test-rig/open-rig.ts';

describe('mailed links for administrators', () => {
  let rig: Rig;
  let boss: ReturnType<typeof asUser>;
  let realmId: string;
  let number = 0;

  beforeAll(async () => {
    rig = await openRig();
    await rig.importer.import({ realm: 'master', enabled: true });
    await rig.importer.import({
      realm: 'acme',
      enabled: true,
      adminEventsEnabled: true,
      actionTokenGeneratedByAdminLifespan: 30,
      roles: { client: { 'realm-management': [{ name: 'hand-over-links' }] } },
      users: [
        { username: 'porter', enabled: true, clientRoles: { 'realm-management': ['hand-over-links'] } },
        { username: 'actor', enabled: true, clientRoles: { 'realm-management': ['impersonation', 'manage-users'] } },
        { username: 'boss', enabled: true, clientRoles: { 'realm-management': ['realm-admin'] } },
        { username: 'helper', enabled: true, clientRoles: { 'realm-management': ['manage-users'] } },
      ],
      requiredActions: [{ alias: 'UPDATE_PASSWORD', name: 'Update Password', providerId: 'UPDATE_PASSWORD', enabled: true, priority: 1 }],
    });
    realmId = (await rig.realms.byName('acme'))!.id;
    boss = asUser(rig, await rig.token('acme', 'boss'));
  });
  afterAll(() => rig.close());

  const own = (path: string) => `/admin/anteroom/realms/acme${path}`;
  const people = (path: string) => `/admin/realms/acme/users${path}`;
  type Shown = { id: string; state: string; username: string; mail: { id: string; state: string } | null };

  async function mailed(): Promise<{ readonly userId: string; readonly list: () => Promise<readonly Shown[]> }> {
    number += 1;
    await boss('POST', people(''), { username: `user-${number}`, enabled: true, email: `user-${number}@acme.test` });
    const found = (await boss('GET', people(`?username=user-${number}&exact=true`))).json as { id: string }[];
    const userId = found[0]!.id;
    await boss('PUT', people(`/${userId}/execute-actions-email`), ['UPDATE_PASSWORD']);
    rig.clock.advance(1); // lists are ordered by time
    return { userId, list: async () => ((await boss('GET', own(`/users/${userId}/links`))).json as { links: Shown[] }).links };
  }

  it('are listed with how far they got', async () => {
    const { userId, list } = await mailed();
    const [first] = await list();
    expect(first).toMatchObject({ state: 'queued', username: `user-${number}`, mail: { state: 'queued' } });
    await rig.directory.outbox.settle(realmId, first!.mail!.id, { state: 'sent', at: rig.clock.now(), error: '250 taken' });
    expect((await list())[0]).toMatchObject({ state: 'sent', mail: { lastWords: '250 taken' } });
    await rig.directory.commit(realmId, [{ kind: 'open-link', id: first!.id, at: rig.clock.now() }]);
    expect((await list())[0]?.state).toBe('opened');
    await rig.directory.commit(realmId, [{ kind: 'spend-link', id: first!.id, at: rig.clock.now() }]);
    expect((await list())[0]?.state).toBe('used');
    const ofRealm = (await boss('GET', own(`/links?userId=${userId}&state=used`))).json as { links: Shown[] };
    expect(ofRealm.links.map(({ id }) => id)).toEqual([first!.id]);
    expect((await boss('GET', own(`/links?userId=${userId}&state=expired`))).json).toEqual({ links: [] });
  });

  it('are sent again: the same while it is good, a new one once it expired, none that was used or revoked', async () => {
    const { list } = await mailed();
    const [first] = await list();
    expect((await boss('POST', own(`/links/${first!.id}/resend`))).status).toBe(204);
    expect(await list()).toHaveLength(1);
    expect(await rig.directory.outbox.search(realmId, { linkIds: [first!.id] })).toHaveLength(2);
    rig.clock.advance(30_000);
    expect((await list())[0]?.state).toBe('expired');
    expect((await boss('POST', own(`/links/${first!.id}/resend`))).status).toBe(204);
    expect((await list()).map(({ state }) => state)).toEqual(['queued', 'replaced']);
    const newest = (await list())[0]!;
    expect((await boss('POST', own(`/links/${newest.id}/revoke`))).status).toBe(204);
    expect((await list())[0]?.state).toBe('revoked');
    const again = await boss('POST', own(`/links/${newest.id}/resend`));
    expect([again.status, again.json]).toEqual([409, { errorMessage: 'The link cannot be sent again: revoked' }]);
    expect((await boss('POST', own('/links/nothing/revoke'))).status).toBe(404);
  });

  it('are handed over to who may do exactly that, mailed to nobody, and told in the events', async () => {
    const { userId, list } = await mailed();
    for (const name of ['helper', 'actor']) {
      const other = asUser(rig, await rig.token('acme', name));
      expect((await other('POST', own(`/users/${userId}/links`), { actions: ['UPDATE_PASSWORD'] })).status).toBe(403);
    }
    const porter = asUser(rig, await rig.token('acme', 'porter'));
    expect((await porter('POST', own(`/users/${userId}/links`), { actions: ['UPDATE_PASSWORD'] })).status).toBe(201);
    const before = (await rig.directory.outbox.search(realmId, { userId })).length;
    const answer = await boss('POST', own(`/users/${userId}/links`), { actions: ['UPDATE_PASSWORD'], lifespan: 60 });
    expect(answer.status).toBe(201);
    const { url, id } = answer.json as { url: string; id: string };
    expect(url).toContain(`/realms/acme/login-actions/action-token?key=signed.execute-actions.${id}`);
    expect((await list()).map(({ state }) => state).sort()).toEqual(['issued', 'replaced', 'replaced']);
    expect(await rig.directory.outbox.search(realmId, { userId })).toHaveLength(before);
    expect((await boss('GET', '/admin/realms/acme/admin-events')).text).toContain(`links/${id}/hand-over`);
    expect(rig.log.text()).toContain('link.handed-over');
    expect(rig.log.text()).not.toContain('signed.execute-actions');
    const verify = await boss('POST', own(`/users/${userId}/links`), { actions: ['VERIFY_EMAIL'] });
    expect(verify.status).toBe(400);
  });

  it('of somebody with more administration are given to nobody with less', async () => {
    const porter = asUser(rig, await rig.token('acme', 'porter'));
    const statusFor = async (name: string) => {
      const [{ id }] = (await boss('GET', people(`?username=${name}&exact=true`))).json as [{ id: string }];
      return (await porter('POST', own(`/users/${id}/links`), { actions: ['UPDATE_PASSWORD'] })).status;
    };
    expect([await statusFor('boss'), await statusFor('helper'), await statusFor('porter')]).toEqual([403, 403, 201]);
  });

  it('are put into the hands of others by whole administrators alone', async () => {
    const clients = (await boss('GET', '/admin/realms/acme/clients?clientId=realm-management')).json as { id: string }[];
    const role = (await boss('GET', `/admin/realms/acme/clients/${clients[0]!.id}/roles/hand-over-links`)).json;
    const { userId } = await mailed();
    const mapping = people(`/${userId}/role-mappings/clients/${clients[0]!.id}`);
    const helper = asUser(rig, await rig.token('acme', 'helper'));
    expect((await helper('POST', mapping, [role])).status).toBe(403);
    expect((await boss('POST', mapping, [role])).status).toBe(204);
  });

  it('have their mail in a queue, which can be hurried', async () => {
    const { userId, list } = await mailed();
    const [link] = await list();
    const id = link!.mail!.id;
    const dueAt = new Date(rig.clock.now().getTime() + 600_000);
    await rig.directory.outbox.claim({ now: rig.clock.now(), leaseUntil: dueAt, limit: 100 });
    expect((await boss('POST', own(`/mail/${id}/retry`))).status).toBe(409);
    await rig.directory.outbox.settle(realmId, id, { state: 'retrying', at: rig.clock.now(), dueAt, error: '451 later' });
    const queue = (await boss('GET', own(`/mail?userId=${userId}&state=retrying`))).json as { messages: object[] };
    expect(queue.messages).toMatchObject([{ id, lastWords: '451 later', dueAt: dueAt.toISOString(), linkId: link!.id }]);
    expect((await boss('POST', own(`/mail/${id}/retry`))).status).toBe(204);
    expect((await rig.directory.outbox.get(realmId, id))?.dueAt).toEqual(rig.clock.now());
  });

  it('are seen beforehand, in the words of the realm', async () => {
    expect((await boss('GET', own('/mail-templates'))).json).toEqual([{ name: 'execute-actions', hasLink: true }]);
    const preview = (await boss('GET', own('/mail-templates/execute-actions/preview?locale=de'))).json;
    expect(preview).toMatchObject({ locale: 'de', subject: 'execute-actions', text: expect.stringContaining('key=preview') });
    expect((await boss('GET', own('/mail-templates/nothing/preview'))).status).toBe(404);
  });

  it('are not what a former address is told with when an administrator changed it', async () => {
    const name = 'moved';
    const told = async (change: object, verified = true) => {
      await boss('POST', people(''), { username: name, enabled: true, email: `${name}@acme.test`, emailVerified: verified });
      const [{ id }] = (await boss('GET', people(`?username=${name}&exact=true`))).json as [{ id: string }];
      expect((await boss('PUT', people(`/${id}`), change)).status).toBe(204);
      const sent = await rig.directory.outbox.search(realmId, { userId: id });
      await boss('DELETE', people(`/${id}`));
      return sent.map(({ to, template, linkId, parameters }) => ({ to, template, linkId, said: Object.keys(parameters) }));
    };
    const notice = [{ to: `${name}@acme.test`, template: 'email-changed-by-admin', linkId: null, said: ['at'] }];
    expect(await told({ email: 'another@acme.test' })).toEqual(notice);
    expect(await told({ email: '' })).toEqual(notice);
    expect(await told({ email: `${name.toUpperCase()}@acme.test`, firstName: 'Same' })).toEqual([]);
    expect(await told({ email: 'another@acme.test' }, false)).toEqual([]);
    await boss('PUT', '/admin/realms/acme', { attributes: { formerAddressNotice: 'false' } });
    expect(await told({ email: 'another@acme.test' })).toEqual([]);
  });

  it('invite somebody to choose a first password', async () => {
    const { userId, list } = await mailed();
    expect((await boss('POST', own(`/users/${userId}/invite`))).status).toBe(204);
    expect((await list())[0]).toMatchObject({ kind: 'invitation', actions: ['UPDATE_PASSWORD'] });
  });
});
