import { type Clock, type CodeRecord, hashSecret, type IdSource, type RealmSnapshot, type SessionStore, storeTagOf } from '@anteroom/core';

/** Right after the store tag: a transient code is taken (deleted), an ordinary one is consumed and stays readable, so that a replay shows. */
const ORDINARY = 'c';
const TRANSIENT = 't';

export type Redemption<T> =
  | { readonly kind: 'redeemed'; readonly prepared: T }
  /** Used before; the record tells which client entry has to end (RFC 6749 §4.1.2). */
  | { readonly kind: 'replayed'; readonly record: CodeRecord }
  | { readonly kind: 'unknown' };

/** Authorization codes. The store knows only their hashes. */
export interface Codes {
  newCode(transient: boolean): string;
  /** One write. */
  save(realm: RealmSnapshot, code: string, record: CodeRecord): Promise<void>;
  /**
   * One read and one write (a transient code: one write). Exactly one of many callers gets `redeemed`. `prepare` reads what the code
   * stands for before it is spent: a replay that ends the client entry a moment later does not take the winner's tokens from it.
   */
  redeem<T>(realm: RealmSnapshot, code: string, prepare: (record: CodeRecord) => Promise<T | null>): Promise<Redemption<T>>;
}

export function createCodes(dependencies: { readonly store: SessionStore; readonly clock: Clock; readonly ids: IdSource }): Codes {
  const { store, clock, ids } = dependencies;
  return {
    newCode: (transient) => `${store.tag}.${transient ? TRANSIENT : ORDINARY}${ids.token(32)}`,
    async save(realm, code, record) {
      const expiresAt = new Date(clock.now().getTime() + realm.realm.accessCodeLifespan * 1000);
      await store.create({ type: 'code', realmId: realm.id, id: codeId(code) }, record, { expiresAt });
    },
    async redeem(realm, code, prepare) {
      if (storeTagOf(code) === null) return { kind: 'unknown' };
      const key = { type: 'code', realmId: realm.id, id: codeId(code) } as const;
      if (code[2] === TRANSIENT) {
        const taken = await store.take(key);
        const prepared = taken === null ? null : await prepare(taken.value);
        return prepared === null ? { kind: 'unknown' } : { kind: 'redeemed', prepared };
      }
      const found = await store.get(key);
      if (found === null) return { kind: 'unknown' };
      if (found.consumedAt !== null) return { kind: 'replayed', record: found.value };
      const prepared = await prepare(found.value);
      if ((await store.consume(key)) === null) return { kind: 'replayed', record: found.value };
      return prepared === null ? { kind: 'unknown' } : { kind: 'redeemed', prepared };
    },
  };
}

/** Stored by hash under the tag of its store, so that the router finds it. */
function codeId(code: string): string {
  return `${code.slice(0, 2)}${hashSecret(code)}`;
}
