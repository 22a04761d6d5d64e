import type { ActionLink, Change } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openLink } from './open-link.ts';
import type { LinkRequest } from './plan-link.ts';
import { type AcmeLinks, acmeRealm, openAcme } from './test-rig/open-acme.ts';

const request = (acme: AcmeLinks, overrides: Partial<LinkRequest> = {}): LinkRequest => ({
  realm: acme.realm,
  user: acme.user,
  kind: 'execute-actions',
  actions: ['UPDATE_PASSWORD'],
  clientId: null,
  redirectUri: null,
  lifespanSeconds: null,
  locale: null,
  ...overrides,
});

let acme: AcmeLinks;
beforeEach(async () => {
  acme = await openAcme();
});
afterEach(async () => {
  await acme.directory.close();
});

async function mailed(overrides: Partial<LinkRequest> = {}): Promise<{ link: ActionLink; key: string }> {
  const { link, changes } = acme.links.plan(request(acme, overrides));
  await acme.directory.commit(acme.realm.id, changes);
  return { link, key: (await acme.links.mint(acme.realm, link)).token };
}

const commit = (...changes: readonly Change[]) => acme.directory.commit(acme.realm.id, changes);
const reasonOf = async (key: string, realm = acme.realm) => {
  const opened = await acme.links.open(realm, key);
  return opened.kind === 'open' ? 'open' : opened.reason;
};

describe('a mailed link', () => {
  test('carries the claims of a Keycloak action token', async () => {
    const { link, key } = await mailed({ redirectUri: 'https://app.acme.example/welcome' });
    const claims = JSON.parse(Buffer.from(key.split('.')[1]!, 'base64url').toString());
    const issuer = 'https://login.acme.example/realms/acme';
    const iat = acme.clock.now().getTime() / 1000;
    expect(claims).toEqual({
      jti: link.id,
      nonce: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      iat,
      exp: iat + 43_200,
      iss: issuer,
      aud: issuer,
      sub: acme.user.id,
      typ: 'execute-actions',
      azp: 'account',
      eml: 'alice@acme.example',
      cv: 1,
      rqac: ['UPDATE_PASSWORD'],
      reduri: 'https://app.acme.example/welcome',
    });
    expect(claims.nonce).not.toBe(claims.jti);
  });

  test('is minted alike each time, so that a message sent twice carries one link', async () => {
    const { link, key } = await mailed();
    expect((await acme.links.mint(acme.realm, link)).token).toBe(key);
    expect((await acme.links.mint(acme.realm, link)).url).toBe(
      `https://login.acme.example/realms/acme/login-actions/action-token?key=${key}`,
    );
  });

  test('opens for its user, as often as anybody looks', async () => {
    const { link, key } = await mailed();
    for (let look = 0; look < 50; look += 1) await acme.links.open(acme.realm, key);
    const opened = await acme.links.open(acme.realm, key);
    expect(opened).toMatchObject({ kind: 'open', link: { id: link.id, state: 'open', done: [] }, user: { username: 'alice' } });
  });

  test('queues its mail without the bearer token', async () => {
    const { changes } = acme.links.plan(request(acme));
    const { message } = changes.find((change) => change.kind === 'queue-mail')!;
    expect(message).toMatchObject({ to: 'alice@acme.example', template: 'execute-actions', state: 'queued', parameters: {} });
    expect(JSON.stringify(changes)).not.toContain('eyJ');
  });

  test('takes the lifespan it is given', async () => {
    const { link } = await mailed({ lifespanSeconds: 60 });
    expect(link.expiresAt.getTime() - acme.clock.now().getTime()).toBe(60_000);
  });

  test('refuses a lifespan that is none', () => {
    for (const lifespanSeconds of [0, -5, 1.5, Number.NaN, 2 ** 31]) {
      expect(() => acme.links.plan(request(acme, { lifespanSeconds }))).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });
});

describe('a dead link says why', () => {
  test('expired, to the second', async () => {
    const { key } = await mailed({ lifespanSeconds: 60 });
    acme.clock.advance(59_999);
    expect(await reasonOf(key)).toBe('open');
    acme.clock.advance(1);
    expect(await reasonOf(key)).toBe('expired');
  });

  test('used', async () => {
    const { link, key } = await mailed();
    await commit(...acme.links.finish(acme.realm, link, { action: 'UPDATE_PASSWORD', changes: [], at: acme.clock.now() }).changes);
    expect(await reasonOf(key)).toBe('used');
  });

  test('used, when somebody finishes it while it is opened: nobody is told that it is no longer needed', async () => {
    const { link, key } = await mailed();
    const { directory, realm, clock } = acme;
    const changes = acme.links.finish(realm, link, {
      action: 'UPDATE_PASSWORD',
      changes: [{ kind: 'raise-credential-version', userId: acme.user.id }],
      at: clock.now(),
    });
    const users = {
      get: async (realmId: string, id: string) => {
        if ((await directory.links.get(realmId, link.id))?.state === 'open') await commit(...changes.changes);
        return directory.users.get(realmId, id);
      },
    };
    const opened = await openLink({ ...acme.opening, directory: { ...directory, users } }, realm, key);
    expect(opened).toMatchObject({ kind: 'dead', reason: 'used' });
  });

  test('used, also when it has expired since', async () => {
    const { link, key } = await mailed({ lifespanSeconds: 60 });
    await commit({ kind: 'spend-link', id: link.id, at: acme.clock.now() });
    acme.clock.advance(3_600_000);
    expect(await reasonOf(key)).toBe('used');
  });

  test('replaced by a newer one of the same kind', async () => {
    const first = await mailed();
    const second = await mailed();
    expect([await reasonOf(first.key), await reasonOf(second.key)]).toEqual(['replaced', 'open']);
  });

  test('left alone by a newer one of another kind', async () => {
    const first = await mailed();
    await mailed({ kind: 'verify-email', actions: [] });
    expect(await reasonOf(first.key)).toBe('open');
  });

  test('revoked by an administrator', async () => {
    const { link, key } = await mailed();
    await commit({ kind: 'revoke-link', id: link.id });
    expect(await reasonOf(key)).toBe('revoked');
  });

  test('revoked while the user or the client is disabled', async () => {
    const { key } = await mailed();
    await commit({ kind: 'update-user', id: acme.user.id, patch: { enabled: false } });
    expect(await reasonOf(key)).toBe('revoked');
    await commit(
      { kind: 'update-user', id: acme.user.id, patch: { enabled: true } },
      { kind: 'put-client', client: { ...acme.client, enabled: false } },
    );
    expect(await reasonOf(key)).toBe('revoked');
  });

  test('revoked when its redirect is no longer registered', async () => {
    const { key } = await mailed({ redirectUri: 'https://app.acme.example/welcome' });
    expect(await reasonOf(key)).toBe('open');
    await commit({ kind: 'put-client', client: { ...acme.client, redirectUris: ['https://elsewhere.example/*'] } });
    expect(await reasonOf(key)).toBe('revoked');
  });

  test('not needed once the password was changed in any way', async () => {
    const { key } = await mailed();
    await commit({ kind: 'raise-credential-version', userId: acme.user.id });
    expect(await reasonOf(key)).toBe('not-needed');
  });

  test('not needed once the address was changed', async () => {
    const { key } = await mailed();
    await commit({ kind: 'update-user', id: acme.user.id, patch: { email: 'alice@elsewhere.example' } });
    expect(await reasonOf(key)).toBe('not-needed');
  });

  test('of another realm', async () => {
    const { key } = await mailed();
    expect(await reasonOf(key, acmeRealm({ realm: { id: 'another', realm: 'beta' } }))).toBe('wrong-realm');
  });

  test('invalid when anything in it was altered', async () => {
    const { key } = await mailed();
    const [head, body, mac] = key.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = (change: object) => `${head}.${Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url')}.${mac}`;
    for (const change of [
      { sub: 'someone' },
      { rqac: [] },
      { exp: 9_999_999_999 },
      { typ: 'verify-email' },
      { eml: 'x@y.z' },
      { typ: 'Bearer' },
    ]) {
      expect(await reasonOf(forged(change))).toBe('invalid');
    }
    for (const garbage of ['', 'a', 'a.b.c', `${head}.${body}.`, `${head}.bm8.${mac}`, 'x'.repeat(9_000), `${key}.x`]) {
      expect(await reasonOf(garbage)).toBe('invalid');
    }
  });

  test('invalid when a signed token says what its row does not', async () => {
    const { link } = await mailed();
    const swap = async (change: Partial<ActionLink>) => reasonOf((await acme.links.mint(acme.realm, { ...link, ...change })).token);
    expect(await swap({ userId: 'b0000000-0000-4000-8000-000000000002' })).toBe('invalid');
    expect(await swap({ actions: ['CONFIGURE_TOTP'] })).toBe('invalid');
    expect(await swap({ email: 'mallory@acme.example' })).toBe('invalid');
    expect(await swap({ kind: 'verify-email' })).toBe('invalid');
    expect(await swap({ clientId: 'other' })).toBe('invalid');
    expect(await swap({ redirectUri: 'https://evil.example/' })).toBe('invalid');
    expect(await swap({ expiresAt: new Date('2031-01-01') })).toBe('invalid');
    expect(await swap({ id: '00000000-0000-4000-8000-0000000000ff' })).toBe('invalid');
  });

  test('invalid when its user is gone', async () => {
    const { key } = await mailed();
    await commit({ kind: 'delete-user', id: acme.user.id });
    expect(await reasonOf(key)).toBe('invalid');
  });
});

describe('a new link in place of an expired one', () => {
  test('goes to the same address for what is left to do', async () => {
    const { link } = await mailed({ lifespanSeconds: 600, actions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'] });
    await commit({ kind: 'mark-link-action', id: link.id, action: 'CONFIGURE_TOTP', at: acme.clock.now() });
    acme.clock.advance(600_000);
    const planned = await acme.links.planRenewal(acme.realm, (await acme.directory.links.get(acme.realm.id, link.id))!);
    expect(planned).toMatchObject({
      link: { email: 'alice@acme.example', actions: ['UPDATE_PASSWORD'] },
      changes: [
        { kind: 'replace-link', id: link.id },
        { kind: 'create-link' },
        { kind: 'queue-mail', message: { to: 'alice@acme.example' } },
      ],
    });
  });

  test('is not to be had for a live, used or outdated link, or twice in a moment', async () => {
    const { link } = await mailed({ lifespanSeconds: 600 });
    const row = async (id = link.id) => (await acme.directory.links.get(acme.realm.id, id))!;
    expect(await acme.links.planRenewal(acme.realm, await row())).toBeNull();
    acme.clock.advance(600_000);
    const again = (await acme.links.planRenewal(acme.realm, await row()))!;
    expect(again).not.toBeNull();
    await commit(...again.changes);
    expect(await acme.links.planRenewal(acme.realm, link)).toBeNull();
    acme.clock.advance(40 * 24 * 3_600_000);
    expect(await acme.links.planRenewal(acme.realm, await row(again.link.id))).toBeNull();
  });

  test('can be had as soon as it has expired, however short its life was; then once in five minutes', async () => {
    const row = async (id: string) => (await acme.directory.links.get(acme.realm.id, id))!;
    const brief = acmeRealm({ realm: { actionTokenGeneratedByAdminLifespan: 60 } });
    const { link } = await mailed({ lifespanSeconds: 60 });
    acme.clock.advance(60_000);
    const first = (await acme.links.planRenewal(brief, await row(link.id)))!;
    expect(first).not.toBeNull();
    await commit(...first.changes);
    acme.clock.advance(60_000);
    expect(await acme.links.planRenewal(brief, await row(first.link.id))).toBeNull();
    expect(await acme.links.planRenewal(brief, await row(link.id))).toBeNull();
    acme.clock.advance(4 * 60_000);
    expect(await acme.links.planRenewal(brief, await row(first.link.id))).not.toBeNull();
  });
});
