import type { Clock, IdSource, RecordKey, SessionStore, StoredRecord, WriteOptions } from '@anteroom/core';
import { z } from 'zod';

const schema = z.looseObject({
  realm: z.string(),
  client: z.string(),
  session: z.string(),
  user: z.string(),
  /** Sessions of a Keycloak adapter that end with it: told at the client's admin URL, not at its logout URL. */
  adapterSessions: z.array(z.string()).nullable().default(null),
  state: z.enum(['queued', 'sent', 'failed']),
  attempts: z.number(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  dueAt: z.number(),
  /** What the last attempt came to, in words. */
  outcome: z.string().nullable(),
});

/** A client that is to be told of the end of a session, and how far that is. */
export type LogoutNotice = z.infer<typeof schema>;
export interface StoredNotice {
  readonly id: string;
  readonly version: number;
  readonly notice: LogoutNotice;
}

/**
 * Notices outlive the process that wrote them: one record each, found by one index over all realms (hence the nil realm), kept for a
 * day with what became of them.
 */
export interface LogoutNotices {
  create(notice: Pick<LogoutNotice, 'realm' | 'client' | 'session' | 'user' | 'adapterSessions'>): Promise<StoredNotice>;
  /** Those whose time has come. */
  findDue(): Promise<readonly StoredNotice[]>;
  /** Compare-and-set; null when another process was faster. */
  update(stored: StoredNotice, change: Partial<LogoutNotice>): Promise<StoredNotice | null>;
  delete(stored: StoredNotice): Promise<void>;
  /** Of one session, with their outcomes. */
  listBySession(session: string): Promise<readonly LogoutNotice[]>;
  /** Of a realm, newest first; at most so many are looked at. */
  listByRealm(realmId: string): Promise<readonly LogoutNotice[]>;
}

const ALL_REALMS = '00000000-0000-0000-0000-000000000000';
const QUEUED = 'backchannel-logout';
const ofRealm = (realmId: string) => `${QUEUED} ${realmId}`;
const KEPT_MS = 86_400_000;
const PAGE = 100;
const SHOWN = 1_000;

export function createLogoutNotices({
  store,
  clock,
  ids,
}: {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly ids: IdSource;
}): LogoutNotices {
  const key = (id: string): RecordKey<'marker'> => ({ type: 'marker', realmId: ALL_REALMS, id });
  const now = () => clock.now().getTime();
  const toRecord = (notice: LogoutNotice) => ({ v: 1 as const, note: QUEUED, ...notice });
  const options = (notice: LogoutNotice): WriteOptions => ({
    expiresAt: new Date(notice.createdAt + KEPT_MS),
    indexes: { session: [notice.session], uid: [ofRealm(notice.realm), ...(notice.state === 'queued' ? [QUEUED] : [])] },
  });
  const read = ({ id, version, value }: StoredRecord<'marker'>): StoredNotice => ({ id, version, notice: schema.parse(value) });

  return {
    async create(given) {
      const id = `${store.tag}.${ids.token(18)}`;
      const notice: LogoutNotice = { ...given, state: 'queued', attempts: 0, createdAt: now(), dueAt: now(), outcome: null };
      await store.create(key(id), toRecord(notice), options(notice));
      return { id, version: 1, notice };
    },
    async findDue() {
      const found = await store.find({ type: 'marker', realmId: ALL_REALMS, index: 'uid', value: QUEUED, limit: PAGE });
      return found.map(read).filter(({ notice }) => notice.dueAt <= now());
    },
    async update({ id, version, notice }, change) {
      const next = { ...notice, ...change };
      return (await store.put(key(id), version, toRecord(next), options(next))) ? { id, version: version + 1, notice: next } : null;
    },
    async delete({ id }) {
      await store.delete(key(id));
    },
    async listBySession(session) {
      const found = await store.find({ type: 'marker', realmId: ALL_REALMS, index: 'session', value: session });
      return found.map((one) => read(one).notice);
    },
    async listByRealm(realmId) {
      const found = await store.find({ type: 'marker', realmId: ALL_REALMS, index: 'uid', value: ofRealm(realmId), limit: SHOWN });
      return found.map((one) => read(one).notice).sort((a, b) => b.createdAt - a.createdAt);
    },
  };
}
