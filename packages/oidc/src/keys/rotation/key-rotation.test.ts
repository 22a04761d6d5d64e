import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Change, Client, RealmSnapshot } from '@anteroom/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../../test-rig/full-rig.ts';
import { randomIds } from '../../test-rig/test-clock.ts';
import { claimsOf, headerOf, post, refresh } from '../../test-rig/walks.ts';
import { createNewSigningKey } from '../new-signing-key.ts';
import { realmKeys } from '../realm-keys.ts';
import { createKeyRotation } from './key-rotation.ts';
import { createKeySchedule } from './key-schedule.ts';
import { keyStates } from './key-states.ts';

const CERTS = '/realms/acme/protocol/openid-connect/certs';
const USERINFO = '/realms/acme/protocol/openid-connect/userinfo';
/** How long clients here keep a key set; the realm publishes a new key for as long before it is used. */
const CACHED_SECONDS = 60;

describe('key rotation', () => {
  let rig: FullRig;
  beforeEach(async () => {
    rig = await startFullRig({ realm: { attributes: { keyPublicationDelay: String(CACHED_SECONDS) } } });
  });
  afterEach(() => rig.close());

  const open = (holder = 'one', leases = freeLeases()) => {
    const configuration = () => rig.realm().configuration;
    const directory = {
      realms: {
        getConfiguration: async () => configuration(),
        versions: async () => new Map([[rig.realm().id, 1]]),
      },
      clients: { search: async (): Promise<readonly Client[]> => [...rig.clients.values()] },
      commit: async (_realm: string, changes: readonly Change[]) => rig.commit(changes),
    };
    const { clock, log } = rig;
    const newKey = createNewSigningKey({ ids: randomIds, clock });
    const rotation = createKeyRotation({ directory: directory as never, leases, holder, newKey, clock, log });
    return { rotation, schedule: createKeySchedule({ directory, rotation, clock }) };
  };
  const keySet = async () => (await (await fetch(new URL(CERTS, rig.base))).json()) as { keys: { kid: string }[] };
  const published = async () => (await keySet()).keys.map(({ kid }) => kid);
  const signing = (realm: RealmSnapshot = rig.realm(), algorithm = 'RS256') => realmKeys(realm).active(algorithm)?.kid;
  const logIn = async () => {
    const form = {
      grant_type: 'password',
      username: 'alice',
      password: 'alice-pw',
      client_id: 'acme-api',
      client_secret: 'acme-api-secret',
    };
    return (await post(rig, { ...form, scope: 'openid' })).body;
  };

  it('B010: fifty clients that refresh and verify with a kept key set see no failure while keys rotate', async () => {
    const { rotation, schedule } = open();
    const first = signing();
    const failures: string[] = [];
    const clients = await Promise.all(Array.from({ length: 50 }, async () => createRelyingParty(await logIn())));
    const lastOfFirst = { exp: 0, token: '' };
    await rotation.begin(rig.realm().id);
    for (let round = 0; round < 9; round += 1) {
      rig.clock.advance(20);
      await schedule();
      await Promise.all(clients.map((client) => client.turn()));
    }
    expect(failures).toEqual([]);
    expect(signing()).not.toBe(first);
    // The last token of the first key is still good, and whoever asks can still verify it.
    expect(lastOfFirst.exp).toBeGreaterThan(rig.clock.now().getTime() / 1000);
    expect(await published()).toContain(first);
    const answer = await fetch(new URL(USERINFO, rig.base), { headers: { authorization: `Bearer ${lastOfFirst.token}` } });
    expect(answer.status).toBe(200);

    function createRelyingParty(tokens: { refresh_token: string }) {
      let { refresh_token: token } = tokens;
      const kept = { at: Number.NEGATIVE_INFINITY, keys: new Map<string, KeyObject>() };
      const keyOf = async (kid: string) => {
        const now = rig.clock.now().getTime();
        if (now - kept.at >= CACHED_SECONDS * 1000) {
          const { keys } = await keySet();
          Object.assign(kept, {
            at: now,
            keys: new Map(keys.map((key) => [key.kid, createPublicKey({ key: key as never, format: 'jwk' })])),
          });
        }
        return kept.keys.get(kid);
      };
      return {
        async turn() {
          const { status, body } = await refresh(rig, token);
          if (status !== 200) return void failures.push(`refresh ${status}`);
          token = body.refresh_token;
          const { kid } = headerOf(body.access_token) as { kid: string };
          const key = await keyOf(kid);
          const [header, payload, signature = ''] = body.access_token.split('.');
          const good = key !== undefined && verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
          if (!good) failures.push(`signature of ${kid}, known: ${key !== undefined}`);
          if (kid === first) Object.assign(lastOfFirst, { exp: claimsOf(body.access_token).exp, token: body.access_token });
        },
      };
    }
  }, 120_000);

  it('B011: publishes a new key before anything is signed with it', async () => {
    const { rotation, schedule } = open();
    const before = signing();
    const [successor] = await rotation.begin(rig.realm().id);
    expect(await published()).toEqual(expect.arrayContaining([before, successor?.kid]));
    rig.clock.advance(CACHED_SECONDS - 1);
    await schedule();
    expect(headerOf((await logIn()).access_token).kid).toBe(before);
    rig.clock.advance(1);
    await schedule();
    expect(headerOf((await logIn()).access_token).kid).toBe(successor?.kid);
  });

  it('B009: serves a retired key until the last token it signed has expired, and no longer than sessions last', async () => {
    rig.changeRealm({
      ssoSessionMaxLifespan: 900,
      ssoSessionMaxLifespanRememberMe: 0,
      ssoSessionIdleTimeout: 900,
      accessTokenLifespan: 300,
    });
    const { rotation, schedule } = open();
    const retired = signing();
    await rotation.begin(rig.realm().id, { publishFor: 5 });
    rig.clock.advance(5);
    const last = (await logIn()).access_token;
    await schedule();
    const { exp = 0 } = claimsOf(last) as { exp?: number };
    rig.clock.advance(exp - 1 - rig.clock.now().getTime() / 1000);
    await schedule();
    expect(await published()).toContain(retired);
    rig.clock.advance(600);
    await schedule();
    expect(await published()).toContain(retired);
    rig.clock.advance(100);
    await schedule();
    expect(await published()).not.toContain(retired);
    expect(keyStates(rig.realm()).filter(({ servedUntil }) => servedUntil !== null)).toEqual([]);
  });

  it('keeps a retired key for as long as the longest access token of a client', async () => {
    rig.changeRealm({
      ssoSessionMaxLifespan: 60,
      ssoSessionMaxLifespanRememberMe: 0,
      accessTokenLifespan: 60,
      accessTokenLifespanForImplicitFlow: 60,
    });
    rig.changeClient('acme-api', { attributes: { 'access.token.lifespan': '7200' } });
    const { rotation, schedule } = open();
    await rotation.begin(rig.realm().id, { publishFor: 3 });
    rig.clock.advance(3);
    await schedule();
    const [retired] = keyStates(rig.realm()).filter(({ servedUntil }) => servedUntil !== null);
    expect(retired?.servedUntil?.getTime()).toBeGreaterThanOrEqual(rig.clock.now().getTime() + 7_199_000);
  });

  it('rotates by itself when the period of the realm has passed, again and again', async () => {
    rig.changeRealm({
      rememberMe: false,
      ssoSessionMaxLifespan: 3_600,
      attributes: { keyRotationPeriod: '86400', keyPublicationDelay: '60' },
    });
    const { schedule } = open();
    const seen = new Set<string | undefined>();
    for (let hours = 0; hours < 75; hours += 1) {
      await schedule();
      seen.add(signing());
      rig.clock.advance(3_600);
    }
    expect(seen.size).toBe(3);
    expect((await published()).length).toBeLessThanOrEqual(4);
  });

  it('keeps a successor that is published already instead of making another', async () => {
    const { rotation } = open();
    const [one] = await rotation.begin(rig.realm().id);
    expect(await rotation.begin(rig.realm().id)).toEqual([one]);
    expect(keyStates(rig.realm()).filter(({ signsFrom }) => signsFrom !== null)).toHaveLength(1);
  });

  it('lets one of two processes begin at a time', async () => {
    const leases = freeLeases();
    const one = open('one', leases);
    const two = open('two', leases);
    const id = rig.realm().id;
    const results = await Promise.allSettled([one.rotation.begin(id), two.rotation.begin(id)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(keyStates(rig.realm()).filter(({ signsFrom }) => signsFrom !== null)).toHaveLength(1);
  });

  it('changes a secret key too when asked to, and lets refresh tokens of the old one go on', async () => {
    const { rotation, schedule } = open();
    const { refresh_token: old } = await logIn();
    await rotation.begin(rig.realm().id, { algorithms: ['HS512'], publishFor: 3 });
    rig.clock.advance(3);
    await schedule();
    const { status, body } = await refresh(rig, old);
    expect(status).toBe(200);
    expect(headerOf(body.refresh_token).kid).not.toBe(headerOf(old).kid);
    rig.clock.advance(100 * 86_400);
    await schedule();
    expect(realmKeys(rig.realm()).byId(String(headerOf(old).kid))?.status).toBe('PASSIVE');
  });

  it('refuses an algorithm that the realm does not sign with, and names those it has', async () => {
    await expect(open().rotation.begin(rig.realm().id, { algorithms: ['ES512'] })).rejects.toThrow('does not sign with ES512');
  });
});

function freeLeases() {
  const held = new Map<string, string>();
  return {
    take: async (name: string, holder: string) => {
      if ((held.get(name) ?? holder) !== holder) return false;
      held.set(name, holder);
      return true;
    },
    release: async (name: string, holder: string) => {
      if (held.get(name) === holder) held.delete(name);
    },
  };
}
