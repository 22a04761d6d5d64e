import {
  type Clock,
  hashSecret,
  type IdSource,
  type RealmSnapshot,
  type SessionStore,
  type StoredRecord,
  storeTagOf,
} from '@anteroom/core';
import { z } from 'zod';
import { approvalFields, notApproved } from '../grants/approved-login.ts';

const schema = z.looseObject({
  ...approvalFields,
  client: z.string(),
  scope: z.string(),
  acrValues: z.string(),
  /** What both screens show (CIBA §7.1). */
  bindingMessage: z.string().nullable(),
  /** The person who was asked; nobody else can answer. */
  person: z.string(),
});

export type AuthenticationState = z.infer<typeof schema>;

/** A client that waits for a person; `id` names the record, never the `auth_req_id`. */
export interface AuthenticationRequest {
  readonly id: string;
  readonly version: number;
  readonly state: AuthenticationState;
  readonly expiresAt: Date;
}

/** Requests of back-channel authentication (OpenID CIBA Core 1.0). `auth_req_id` is stored by hash. */
export interface AuthenticationRequests {
  create(
    realm: RealmSnapshot,
    request: Pick<AuthenticationState, 'client' | 'scope' | 'acrValues' | 'bindingMessage' | 'person'> & { readonly expiresIn: number },
  ): Promise<{ readonly authReqId: string; readonly id: string; readonly interval: number }>;
  findByAuthReqId(realm: RealmSnapshot, authReqId: string): Promise<AuthenticationRequest | null>;
  /** Unanswered ones of a person, newest first. */
  listPending(realm: RealmSnapshot, person: string): Promise<readonly AuthenticationRequest[]>;
  get(realm: RealmSnapshot, id: string): Promise<AuthenticationRequest | null>;
  /** Compare-and-set; false when another request was faster. */
  update(realm: RealmSnapshot, request: AuthenticationRequest, change: Partial<AuthenticationState>): Promise<boolean>;
  /** True for exactly one of many callers. */
  consume(realm: RealmSnapshot, request: AuthenticationRequest): Promise<boolean>;
}

const DEFAULT_INTERVAL = 5;
/** More than this many open requests of one person are not looked at. */
const PAGE = 50;

export function createAuthenticationRequests(dependencies: {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly ids: IdSource;
}): AuthenticationRequests {
  const { store, clock, ids } = dependencies;
  const key = (realm: RealmSnapshot, id: string) => ({ type: 'ciba', realmId: realm.id, id }) as const;
  const recordId = (authReqId: string) => `${authReqId.slice(0, 2)}${hashSecret(authReqId)}`;
  const read = ({ id, version, value, expiresAt, consumedAt }: StoredRecord<'ciba'>): AuthenticationRequest | null =>
    consumedAt === null ? { id, version, state: schema.parse(value.protocolState), expiresAt } : null;
  const indexes = ({ status, person }: AuthenticationState) => (status === 'pending' ? { user: [person] } : {});
  const get = async (realm: RealmSnapshot, id: string) => {
    const found = await store.get(key(realm, id));
    return found === null ? null : read(found);
  };

  return {
    async create(realm, { expiresIn, ...request }) {
      const authReqId = `${store.tag}.${ids.token(32)}`;
      const interval = positive(realm.realm.attributes.cibaInterval) ?? DEFAULT_INTERVAL;
      const state: AuthenticationState = { ...notApproved(interval), ...request };
      const expiresAt = new Date(clock.now().getTime() + expiresIn * 1000);
      const id = recordId(authReqId);
      await store.create(key(realm, id), { v: 1, protocolState: state }, { expiresAt, indexes: indexes(state) });
      return { authReqId, id, interval };
    },
    findByAuthReqId: async (realm, authReqId) =>
      storeTagOf(authReqId) === null || authReqId.length > 100 ? null : get(realm, recordId(authReqId)),
    async listPending(realm, person) {
      const found = await store.find({ type: 'ciba', realmId: realm.id, index: 'user', value: person, limit: PAGE });
      return found
        .map(read)
        .filter((one) => one !== null)
        .sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
    },
    get: async (realm, id) => (storeTagOf(id) === null || id.length > 100 ? null : get(realm, id)),
    async update(realm, { id, version, state, expiresAt }, change) {
      const next = { ...state, ...change };
      return store.put(key(realm, id), version, { v: 1, protocolState: next }, { expiresAt, indexes: indexes(next) });
    },
    consume: async (realm, { id }) => (await store.consume(key(realm, id))) !== null,
  };
}

export function positive(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
