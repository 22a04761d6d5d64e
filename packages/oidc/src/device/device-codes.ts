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
import { normalUserCode } from './user-code.ts';

const schema = z.looseObject({
  ...approvalFields,
  client: z.string(),
  scope: z.string(),
  nonce: z.string().nullable(),
  /** Hash of the user code. */
  userCode: z.string(),
  /** Hash of the browser that typed the code in; nobody else goes on with it (RFC 8628 §5.4). */
  claimedBy: z.string().nullable(),
});

export type DeviceState = z.infer<typeof schema>;

/** A device that waits for its person; `id` names the record, never the code. */
export interface DeviceAuthorization {
  readonly id: string;
  readonly version: number;
  readonly state: DeviceState;
  readonly expiresAt: Date;
}

/** Device authorizations (RFC 8628). Both codes are stored by hash. */
export interface DeviceCodes {
  create(
    realm: RealmSnapshot,
    request: { readonly client: string; readonly scope: string; readonly nonce: string | null; readonly userCode: string },
  ): Promise<{ readonly deviceCode: string; readonly expiresIn: number; readonly interval: number } | null>;
  findByUserCode(realm: RealmSnapshot, userCode: string): Promise<DeviceAuthorization | null>;
  findByDeviceCode(realm: RealmSnapshot, deviceCode: string): Promise<DeviceAuthorization | null>;
  get(realm: RealmSnapshot, id: string): Promise<DeviceAuthorization | null>;
  /** Compare-and-set; false when another request was faster. */
  update(realm: RealmSnapshot, device: DeviceAuthorization, change: Partial<DeviceState>): Promise<boolean>;
  /** True for exactly one of many callers. */
  consume(realm: RealmSnapshot, device: DeviceAuthorization): Promise<boolean>;
}

const DEFAULT_LIFESPAN = 600;
const DEFAULT_INTERVAL = 5;
const USER_CODES = 'user-code';

export function createDeviceCodes(dependencies: {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly ids: IdSource;
}): DeviceCodes {
  const { store, clock, ids } = dependencies;
  const key = (realm: RealmSnapshot, id: string) => ({ type: 'device', realmId: realm.id, id }) as const;
  const read = ({ id, version, value, expiresAt, consumedAt }: StoredRecord<'device'>): DeviceAuthorization | null =>
    consumedAt === null ? { id, version, state: schema.parse(value.protocolState), expiresAt } : null;
  const recordId = (code: string) => `${code.slice(0, 2)}${hashSecret(code)}`;
  const userIndex = (userCode: string) => hashSecret(normalUserCode(userCode));

  const get = async (realm: RealmSnapshot, id: string) => {
    const found = await store.get(key(realm, id));
    return found === null ? null : read(found);
  };
  const byUserCode = (realm: RealmSnapshot, userCode: string) =>
    store.find({ type: 'device', realmId: realm.id, index: USER_CODES, value: userIndex(userCode), limit: 2 });

  return {
    async create(realm, { client, scope, nonce, userCode }) {
      if ((await byUserCode(realm, userCode)).length > 0) return null;
      const deviceCode = `${store.tag}.${ids.token(32)}`;
      const expiresIn = seconds(realm, 'oauth2DeviceCodeLifespan', DEFAULT_LIFESPAN);
      const interval = seconds(realm, 'oauth2DevicePollingInterval', DEFAULT_INTERVAL);
      const state: DeviceState = { ...notApproved(interval), client, scope, nonce, userCode: userIndex(userCode), claimedBy: null };
      await store.create(
        key(realm, recordId(deviceCode)),
        { v: 1, protocolState: state },
        { expiresAt: new Date(clock.now().getTime() + expiresIn * 1000), indexes: { [USER_CODES]: [userIndex(userCode)] } },
      );
      return { deviceCode, expiresIn, interval };
    },
    async findByUserCode(realm, userCode) {
      const [found] = await byUserCode(realm, userCode);
      return found === undefined ? null : read(found);
    },
    findByDeviceCode: async (realm, deviceCode) =>
      storeTagOf(deviceCode) === null || deviceCode.length > 100 ? null : get(realm, recordId(deviceCode)),
    get,
    async update(realm, { id, version, state, expiresAt }, change) {
      const next = { ...state, ...change };
      // The user code has done its work once a person has answered.
      const indexes = next.status === 'pending' ? { [USER_CODES]: [next.userCode] } : {};
      return store.put(key(realm, id), version, { v: 1, protocolState: next }, { expiresAt, indexes });
    },
    consume: async (realm, { id }) => (await store.consume(key(realm, id))) !== null,
  };
}

function seconds({ realm }: RealmSnapshot, attribute: string, fallback: number): number {
  const value = Number(realm.attributes[attribute]);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}
