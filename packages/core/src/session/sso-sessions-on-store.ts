import type { Clock, IdSource } from '../clock.ts';
import { AnteroomError } from '../errors.ts';
import type { SessionPersistence } from '../flow/outcome.ts';
import { hashSecret, parseIdentityCookie, secretMatches } from './identity-cookie.ts';
import { newRecordId } from './record-id.ts';
import type { SessionRecord } from './records.ts';
import type { SessionStore } from './session-store.ts';
import { newEntry, withEntry } from './sso/client-entries.ts';
import { createSessionClients } from './sso/session-clients.ts';
import { createSessionLists } from './sso/session-lists.ts';
import { createSessionRotation } from './sso/session-rotation.ts';
import { createSessionWrites } from './sso/session-writes.ts';
import type { NewSession, SsoSessions } from './sso-sessions.ts';

export interface SsoSessionsDependencies {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The tag of the store that keeps sessions so, where there are several. */
  readonly tagFor?: (persistence: SessionPersistence) => string;
}

export function createSsoSessions({ store, clock, ids, tagFor }: SsoSessionsDependencies): SsoSessions {
  const writes = createSessionWrites({ store, clock });
  const newSid: SsoSessions['newSid'] = (persistence = null) =>
    newRecordId(persistence === null || tagFor === undefined ? store : { tag: tagFor(persistence) }, ids);
  const newSecret = () => ids.token(32);

  return {
    ...createSessionClients({ clock, ids, writes }),
    ...createSessionRotation({ clock, writes }),
    ...createSessionLists({ store, clock, writes }),

    newSid,

    create: async (realm, input) => {
      const now = clock.now().getTime();
      const secret = input.browser ? newSecret() : null;
      const bare = newRecord(input, secret, now);
      const record = input.client === undefined ? bare : withEntry(bare, newEntry(input.client, ids.token(9), now));
      const session = await writes.insert({ realm, sid: input.sid ?? newSid(input.persistence), offline: false }, record);
      if (session === null) throw new AnteroomError('conflict', 'a session of this id is there or was ended');
      return { session, secret };
    },

    get: (realm, sid, options) => writes.read({ realm, sid, offline: options?.offline ?? false }),

    findByCookie: async (realm, cookie) => {
      const parsed = parseIdentityCookie(cookie);
      if (parsed === null) return null;
      const session = await writes.read({ realm, sid: parsed.sid, offline: false });
      return session !== null && secretMatches(parsed.secret, session.record.secretHash) ? session : null;
    },

    renew: async (realm, sid, facts) => {
      const secret = newSecret();
      const changed = await writes.change({ realm, sid, offline: false }, (record) => ({
        write: {
          ...record,
          lastAccess: Math.max(clock.now().getTime(), record.lastAccess),
          authTime: facts.authTime.getTime(),
          acr: facts.acr,
          amr: [...facts.amr],
          notes: { ...record.notes, ...facts.notes },
          secretHash: hashSecret(secret),
        },
        result: null,
      }));
      return changed && { session: changed.session, secret };
    },
  };
}

function newRecord(input: NewSession, secret: string | null, now: number): SessionRecord {
  return {
    v: 1,
    user: input.userId,
    username: input.username,
    started: now,
    lastAccess: now,
    authTime: input.authTime.getTime(),
    acr: input.acr,
    amr: [...input.amr],
    rememberMe: input.rememberMe,
    ipAddress: input.ipAddress,
    authMethod: input.authMethod,
    secretHash: secret === null ? null : hashSecret(secret),
    notes: { ...input.notes },
    clients: {},
  };
}
