import { type Client, type Clock, type Log, networkOf, type RealmSnapshot, type SessionStore } from '@anteroom/core';
import { createSharedTally } from './shared-tally.ts';

/** Wrong secrets of one client from one address within a minute. */
export const MOST_OF_CLIENT_AT_ADDRESS = 20;
/** Wrong secrets and unknown clients from one address, whatever they name. */
export const MOST_OF_ADDRESS = 100;
/** Wrong secrets of one client from anywhere; from then on an address where it has not lately been right has one guess. */
export const MOST_OF_CLIENT = 200;
/** How long an address counts as the client's own after a right secret, and how many a process remembers. */
const OWN_MS = 3_600_000;
const REMEMBERED = 10_000;

/**
 * A limit on guesses of client secrets (OWASP ASVS: by client and by address). Nobody locks a client out: whoever presents wrong secrets
 * is refused at their own address (of IPv6 their /64), and a client that has made no mistake is let in from everywhere else, however many
 * guess at it. Counted by all processes together; a right secret costs no store call. See docs/decisions/guesses-of-client-secrets.md.
 */
export interface SecretGuesses {
  /** Seconds until a secret from there is compared again; 0 when it is compared now. A client that is not there is null. */
  wait(realm: RealmSnapshot, client: Client | null, ip: string): number;
  right(client: Client, ip: string): void;
  /** Counted here before it resolves, so that guesses at the same moment do not pass the limit. */
  wrong(realm: RealmSnapshot, client: Client | null, ip: string): Promise<void>;
}

export function createSecretGuesses(dependencies: {
  readonly store: Pick<SessionStore, 'get' | 'create' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}): SecretGuesses {
  const { clock, log } = dependencies;
  const onFailure = (error: unknown) => log.warn('client.guess_not_shared', { error: String(error) });
  const tally = createSharedTally({ ...dependencies, onFailure });
  const own = new Map<string, number>();
  const now = () => clock.now().getTime();

  const keysOf = (realm: RealmSnapshot, client: Client | null, ip: string) => {
    const network = networkOf(ip);
    return {
      address: `guesses:${realm.id}@${network}`,
      client: client === null ? null : `guesses:${client.id}`,
      both: client === null ? null : `guesses:${client.id}@${network}`,
    };
  };

  return {
    wait(realm, client, ip) {
      const keys = keysOf(realm, client, ip);
      const isOwn = keys.both !== null && (own.get(keys.both) ?? 0) > now() - OWN_MS;
      const found: number[] = [];
      if (keys.both !== null && keys.client !== null) {
        const { count, until } = tally.known(keys.both);
        const attacked = !isOwn && tally.known(keys.client).count >= MOST_OF_CLIENT;
        if (count >= (attacked ? 1 : MOST_OF_CLIENT_AT_ADDRESS)) found.push(until);
      }
      const address = tally.known(keys.address);
      // Who shares an address with a client does not shut it out by guessing at others.
      if (!isOwn && address.count >= MOST_OF_ADDRESS) found.push(address.until);
      return found.length === 0 ? 0 : Math.max(1, Math.ceil((Math.max(...found) - now()) / 1000));
    },
    right(client, ip) {
      const key = `guesses:${client.id}@${networkOf(ip)}`;
      if (own.size >= REMEMBERED && !own.has(key)) own.delete(own.keys().next().value!);
      own.delete(key);
      own.set(key, now());
    },
    async wrong(realm, client, ip) {
      const keys = keysOf(realm, client, ip);
      const counts = [tally.raise(realm.id, keys.address, MOST_OF_ADDRESS)];
      if (keys.both !== null && keys.client !== null)
        counts.push(tally.raise(realm.id, keys.both, MOST_OF_CLIENT_AT_ADDRESS), tally.raise(realm.id, keys.client, MOST_OF_CLIENT));
      await Promise.all(counts);
    },
  };
}
