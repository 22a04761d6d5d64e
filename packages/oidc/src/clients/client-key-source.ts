import { type Client, type Clock, isAnteroomError, type Log } from '@anteroom/core';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { type ClientKey, clientKeys, keysOfSet } from './client-keys.ts';

/** Public keys of clients, wherever the client keeps them. */
export interface ClientKeySource {
  /** Empty when the client has none or its `jwks_uri` gave none. With `kid`, a set that lacks it is fetched anew, now and then. */
  keysOf(client: Client, options?: { readonly kid?: string | undefined; readonly use?: 'sig' | 'enc' }): Promise<readonly ClientKey[]>;
}

/** A fetched set is believed this long; a key that it lacks makes it be fetched again after the shorter time (Keycloak: 24 h and 10 s). */
const FRESH_MS = 3_600_000;
const RETRY_MS = 10_000;
const REMEMBERED = 1_000;

interface Fetched {
  readonly at: number;
  readonly keys: Promise<readonly ClientKey[]>;
}

export function createClientKeySource(dependencies: {
  readonly outgoing: OutgoingRequests;
  readonly clock: Clock;
  readonly log: Log;
}): ClientKeySource {
  const { outgoing, clock, log } = dependencies;
  const sets = new Map<string, Fetched>();

  const fetchSet = async (url: string): Promise<readonly ClientKey[]> => {
    try {
      const { status, body } = await outgoing.send(url, { headers: { accept: 'application/jwk-set+json, application/json' } });
      if (status === 200) return keysOfSet(body);
      log.warn('client_keys.refused', { url, status });
    } catch (error) {
      if (!isAnteroomError(error)) throw error;
      log.warn('client_keys.unreachable', { url, reason: error.message });
    }
    return [];
  };

  const setAt = (url: string, maxAge: number): Promise<readonly ClientKey[]> => {
    const now = clock.now().getTime();
    const known = sets.get(url);
    if (known !== undefined && now - known.at < maxAge) return known.keys;
    if (sets.size >= REMEMBERED) sets.delete(sets.keys().next().value!);
    const fetched = { at: now, keys: fetchSet(url) };
    sets.delete(url);
    sets.set(url, fetched);
    return fetched.keys;
  };

  return {
    async keysOf(client, { kid, use = 'sig' } = {}) {
      const held = clientKeys(client);
      const fits = (keys: readonly ClientKey[]) => keys.filter((key) => key.use === null || key.use === use);
      if (held.kind === 'none') return [];
      if (held.kind === 'keys') return fits(held.keys);
      const keys = await setAt(held.url, FRESH_MS);
      const has = keys.length > 0 && (kid === undefined || keys.some((key) => key.kid === kid));
      return fits(has ? keys : await setAt(held.url, RETRY_MS));
    },
  };
}
