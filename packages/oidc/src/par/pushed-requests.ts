import { type Clock, hashSecret, type IdSource, type RealmSnapshot, type SessionStore, storeTagOf } from '@anteroom/core';
import { z } from 'zod';

/** RFC 9126 §2.2: the form of our request URIs; the rest is an id of the store. */
const PREFIX = 'urn:ietf:params:oauth:request_uri:';

const DEFAULT_LIFESPAN = 60;
/** A login that began with a request URI may take long; for this time nobody else finishes the same one. */
const SPENT_SECONDS = 86_400;

const stateSchema = z.looseObject({ client: z.string(), parameters: z.record(z.string(), z.string()) });

export interface PushedRequest {
  /** Client UUID. */
  readonly client: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Pushed authorization requests. The store knows a request URI by its hash only. */
export interface PushedRequests {
  /** One write. `expiresIn` in seconds (realm attribute `parRequestUriLifespan`). */
  create(realm: RealmSnapshot, request: PushedRequest): Promise<{ readonly requestUri: string; readonly expiresIn: number }>;
  /** One read; null when it is none of ours, expired or spent. Reading spends nothing: a page may be loaded again (RFC 9126 §4). */
  get(realm: RealmSnapshot, requestUri: string): Promise<PushedRequest | null>;
  /**
   * Spends it: true for exactly one of many callers. `by` names the tab that finishes; the same tab again (a double click) is let through.
   */
  consume(realm: RealmSnapshot, requestUri: string, by: string | null): Promise<boolean>;
}

export const isPushedUri = (uri: string): boolean => uri.startsWith(PREFIX);

export function createPushedRequests(dependencies: {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly ids: IdSource;
}): PushedRequests {
  const { store, clock, ids } = dependencies;
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
  return {
    async create(realm, { client, parameters }) {
      const id = `${store.tag}.${ids.token(32)}`;
      const expiresIn = lifespan(realm);
      const record = { v: 1 as const, protocolState: { client, parameters: { ...parameters } } };
      await store.create({ type: 'par', realmId: realm.id, id: recordId(id) }, record, { expiresAt: after(expiresIn) });
      return { requestUri: `${PREFIX}${id}`, expiresIn };
    },
    async get(realm, requestUri) {
      const id = idOf(requestUri);
      const found = id === null ? null : await store.get({ type: 'par', realmId: realm.id, id: recordId(id) });
      return found === null ? null : stateSchema.parse(found.value.protocolState);
    },
    async consume(realm, requestUri, by) {
      const id = idOf(requestUri);
      if (id === null) return false;
      const spent = { type: 'replay', realmId: realm.id, id: recordId(id) } as const;
      if (await store.create(spent, { v: 1, by }, { expiresAt: after(SPENT_SECONDS) })) {
        await store.delete({ type: 'par', realmId: realm.id, id: recordId(id) });
        return true;
      }
      return by !== null && (await store.get(spent))?.value.by === by;
    },
  };
}

function idOf(requestUri: string): string | null {
  const id = requestUri.slice(PREFIX.length);
  return isPushedUri(requestUri) && id.length <= 100 && storeTagOf(id) !== null ? id : null;
}

function recordId(id: string): string {
  return `${id.slice(0, 2)}${hashSecret(id)}`;
}

function lifespan({ realm }: RealmSnapshot): number {
  const seconds = Number(realm.attributes.parRequestUriLifespan);
  return Number.isInteger(seconds) && seconds > 0 ? seconds : DEFAULT_LIFESPAN;
}
