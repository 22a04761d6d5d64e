import type { Clock } from '../../clock.ts';
import type { SsoSessions } from '../sso-sessions.ts';
import { touched, withEntry, withoutEntry } from './client-entries.ts';
import { decideRotation, withoutFamily } from './refresh-families.ts';
import { liveEntry } from './session-clients.ts';
import type { SessionChange, SessionWrites } from './session-writes.ts';

type Verdict = { readonly kind: 'rotated' | 'grace'; readonly counter: number } | { readonly kind: 'reused' | 'gone' };

/**
 * Rotation as one compare-and-set of the family's counter (settled 9, 10): of many uses of one token exactly one advances it. A replay
 * outside the grace ends the family; without a grace it ends the whole client entry, as Keycloak does ("Maximum allowed refresh token
 * reuse exceeded", and then "Session doesn't have required client" for the newest token too).
 */
export function createSessionRotation({
  clock,
  writes,
}: {
  readonly clock: Clock;
  readonly writes: SessionWrites;
}): Pick<SsoSessions, 'rotate'> {
  return {
    rotate: async (realm, sid, clientUuid, use, options) => {
      const offline = options?.offline ?? false;
      const now = clock.now().getTime();
      const changed = await writes.change<Verdict>({ realm, sid, offline }, (record): SessionChange<Verdict> => {
        const entry = liveEntry(realm, offline, record, clientUuid, now, options?.client);
        if (entry === null || entry.generation !== use.generation) return { write: null, result: { kind: 'gone' } };
        const decision = decideRotation(entry, use, now);
        switch (decision.kind) {
          case 'unknown':
            return { write: null, result: { kind: 'gone' } };
          case 'grace':
            return { write: null, result: decision };
          case 'rotated':
            return {
              write: touched(withEntry(record, decision.entry), clientUuid, now),
              result: { kind: 'rotated', counter: decision.counter },
            };
          case 'reused':
            return {
              write: use.graceSeconds > 0 ? withEntry(record, withoutFamily(entry, use.family)) : withoutEntry(record, clientUuid),
              result: { kind: 'reused' },
            };
        }
      });
      if (changed === null) return { kind: 'gone' };
      const { session, result } = changed;
      switch (result.kind) {
        case 'rotated':
        case 'grace':
          return { kind: result.kind, counter: result.counter, session };
        case 'reused':
        case 'gone':
          return { kind: result.kind };
      }
    },
  };
}
