import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type AcmeLinks, openAcme } from './test-rig/open-acme.ts';

let acme: AcmeLinks;
beforeEach(async () => {
  acme = await openAcme();
});
afterEach(async () => {
  await acme.directory.close();
});

async function mailed(actions: readonly string[]) {
  const { realm, user } = acme;
  const { link, changes } = acme.links.plan({
    realm,
    user,
    kind: 'execute-actions',
    actions,
    clientId: null,
    redirectUri: null,
    lifespanSeconds: null,
    locale: null,
  });
  await acme.directory.commit(realm.id, changes);
  return link;
}
const row = async (id: string) => (await acme.directory.links.get(acme.realm.id, id))!;

test('asks in the order of the realm, and last for what kills links', async () => {
  const link = await mailed(['UPDATE_PROFILE', 'UPDATE_PASSWORD', 'CONFIGURE_TOTP']);
  expect(acme.links.remaining(acme.realm, link)).toEqual(['CONFIGURE_TOTP', 'UPDATE_PROFILE', 'UPDATE_PASSWORD']);
});

test('marks each finished action in the row and spends the link with the last', async () => {
  const { links, realm, clock, directory, user } = acme;
  const link = await mailed(['CONFIGURE_TOTP', 'UPDATE_PASSWORD']);
  const first = links.finish(realm, link, { action: 'CONFIGURE_TOTP', changes: [], at: clock.now() });
  expect(first.spent).toBe(false);
  await directory.commit(realm.id, first.changes);
  const half = await row(link.id);
  expect(half).toMatchObject({ state: 'open', done: ['CONFIGURE_TOTP'] });

  const raise = { kind: 'raise-credential-version', userId: user.id, expected: 1 } as const;
  const last = links.finish(realm, half, { action: 'UPDATE_PASSWORD', changes: [raise], at: clock.now() });
  expect(last.spent).toBe(true);
  await directory.commit(realm.id, last.changes);
  expect(await row(link.id)).toMatchObject({ state: 'used', done: ['CONFIGURE_TOTP', 'UPDATE_PASSWORD'], usedAt: clock.now() });
});

test('changes nothing when the link was used, replaced or revoked meanwhile', async () => {
  const { links, realm, clock, directory, user } = acme;
  const rename = { kind: 'update-user', id: user.id, patch: { firstName: 'Mallory' } } as const;
  const complete = (link: Awaited<ReturnType<typeof mailed>>) =>
    directory.commit(realm.id, links.finish(realm, link, { action: 'UPDATE_PASSWORD', changes: [rename], at: clock.now() }).changes);

  const replaced = await mailed(['UPDATE_PASSWORD']);
  const revoked = await mailed(['UPDATE_PASSWORD']);
  await expect(complete(replaced)).rejects.toMatchObject({ code: 'link_spent' });
  await directory.commit(realm.id, [{ kind: 'revoke-link', id: revoked.id }]);
  await expect(complete(revoked)).rejects.toMatchObject({ code: 'link_spent' });
  const used = await mailed(['UPDATE_PASSWORD']);
  await directory.commit(realm.id, [{ kind: 'spend-link', id: used.id, at: clock.now() }]);
  await expect(complete(used)).rejects.toMatchObject({ code: 'link_spent' });
  const late = await mailed(['UPDATE_PASSWORD']);
  clock.advance(43_200_000);
  await expect(complete(late)).rejects.toMatchObject({ code: 'link_spent' });
  expect((await directory.users.get(realm.id, user.id))?.firstName).toBe('Alice');
});

test('lets one of two steps that finish the same action through', async () => {
  const { links, realm, clock, directory } = acme;
  const link = await mailed(['CONFIGURE_TOTP', 'UPDATE_PASSWORD']);
  const step = () =>
    directory.commit(realm.id, links.finish(realm, link, { action: 'CONFIGURE_TOTP', changes: [], at: clock.now() }).changes);
  const outcomes = await Promise.allSettled([step(), step()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
