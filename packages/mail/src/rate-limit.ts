import type { Clock, Directory, Realm } from '@anteroom/core';

/** How much mail goes out. Realm attributes; 0 is without limit. */
interface Limits {
  /** `mailsPerMinute`, of the whole realm; absent: without limit. */
  readonly perMinute: number;
  /** `mailsPerRecipientAndHour`, to one address; absent: 30. */
  readonly perRecipientAndHour: number;
}

export interface RateLimit {
  /** Null when the message may go now, and it counts from then on until `done`; else when to ask again, and why. */
  admit(realm: Realm, to: string): Promise<{ readonly waitMs: number; readonly reason: string } | null>;
  done(realm: Realm, to: string): void;
}

const MINUTE = 60_000;

/**
 * Counts what was sent and what is under way. To be asked for one message after the other, by the one worker that sends: so of many
 * messages at the same moment no more are admitted than fit.
 */
export function createRateLimit(dependencies: {
  readonly outbox: Pick<Directory['outbox'], 'countSent'>;
  readonly clock: Clock;
}): RateLimit {
  const { outbox, clock } = dependencies;
  const flying = new Map<string, number>();
  const keysOf = (realm: Realm, to: string): readonly string[] => [realm.id, `${realm.id} ${to.toLowerCase()}`];
  const add = (realm: Realm, to: string, step: number): void => {
    for (const key of keysOf(realm, to)) {
      const next = (flying.get(key) ?? 0) + step;
      if (next > 0) flying.set(key, next);
      else flying.delete(key);
    }
  };
  const sentSince = async (realm: Realm, milliseconds: number, key: string, to?: string): Promise<number> => {
    const since = new Date(clock.now().getTime() - milliseconds);
    return (flying.get(key) ?? 0) + (await outbox.countSent(realm.id, { since, ...(to === undefined ? {} : { to }) }));
  };
  return {
    async admit(realm, to) {
      const { perMinute, perRecipientAndHour } = limitsOf(realm);
      const [ofRealm = '', ofRecipient = ''] = keysOf(realm, to);
      if (perMinute > 0 && (await sentSince(realm, MINUTE, ofRealm)) >= perMinute)
        return { waitMs: 5_000, reason: `the realm sends ${perMinute} messages a minute` };
      if (perRecipientAndHour > 0 && (await sentSince(realm, 60 * MINUTE, ofRecipient, to)) >= perRecipientAndHour)
        return { waitMs: 5 * MINUTE, reason: `${perRecipientAndHour} messages an hour go to one address` };
      add(realm, to, 1);
      return null;
    },
    done: (realm, to) => add(realm, to, -1),
  };
}

function limitsOf({ attributes }: Realm): Limits {
  const read = (name: string, absent: number): number => {
    const value = Number(attributes[name] ?? absent);
    return Number.isSafeInteger(value) && value >= 0 ? value : absent;
  };
  return { perMinute: read('mailsPerMinute', 0), perRecipientAndHour: read('mailsPerRecipientAndHour', 30) };
}
