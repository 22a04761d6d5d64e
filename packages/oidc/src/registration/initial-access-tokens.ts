import {
  type Clock,
  type IdSource,
  type InitialAccessToken,
  type InitialAccessTokens,
  isAnteroomError,
  type RealmSnapshot,
  type SessionStore,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';
import { z } from 'zod';

const schema = z.looseObject({ timestamp: z.number(), expiration: z.number(), count: z.number(), remainingCount: z.number() });

const KIND = 'initial-access';
const FOREVER = new Date('9999-12-31T00:00:00Z');
const ATTEMPTS = 40;

export function createInitialAccessTokens(dependencies: {
  readonly store: SessionStore;
  readonly signed: SignedTokens;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
}): InitialAccessTokens {
  const { store, signed, urls, clock, ids } = dependencies;
  const key = (realm: RealmSnapshot, id: string) => ({ type: 'marker', realmId: realm.id, id }) as const;
  const indexes = { uid: [KIND] };
  const read = (id: string, value: object): InitialAccessToken => {
    const { timestamp, expiration, count, remainingCount } = schema.parse(value);
    return { id, timestamp, expiration, count, remainingCount };
  };

  return {
    async create(realm, { count, expiration }) {
      const timestamp = Math.floor(clock.now().getTime() / 1000);
      const id = `${store.tag}.${ids.uuid()}`;
      const expiresAt = expiration > 0 ? new Date((timestamp + expiration) * 1000) : FOREVER;
      const facts = { timestamp, expiration, count, remainingCount: count };
      await store.create(key(realm, id), { v: 1, note: KIND, ...facts }, { expiresAt, indexes });
      const claims = { iat: timestamp, jti: id, aud: urls.issuer(realm.name), ...(expiration > 0 ? { exp: timestamp + expiration } : {}) };
      return { id, ...facts, token: await signed.sign(realm, 'initial-access-token', claims) };
    },
    async list(realm) {
      const found = await store.find({ type: 'marker', realmId: realm.id, index: 'uid', value: KIND });
      return found.map(({ id, value }) => read(id, value));
    },
    async delete(realm, id) {
      await store.delete(key(realm, id));
    },
    async consume(realm, token) {
      const id = await idOf(realm, token);
      if (id === null) return 'undecodable';
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const found = await store.get(key(realm, id));
        const left = found === null ? 0 : read(id, found.value).remainingCount;
        if (found === null || left <= 0) return 'spent';
        const next = { ...found.value, remainingCount: left - 1 };
        if (await store.put(key(realm, id), found.version, next, { expiresAt: found.expiresAt, indexes })) return 'used';
      }
      return 'spent';
    },
  };

  async function idOf(realm: RealmSnapshot, token: string): Promise<string | null> {
    try {
      return String((await signed.verify(realm, 'initial-access-token', token)).jti);
    } catch (error) {
      if (isAnteroomError(error, 'invalid_token')) return null;
      throw error;
    }
  }
}
