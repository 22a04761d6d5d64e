import {
  type AdapterAction,
  type Client,
  type ClientAdapters,
  type Clock,
  type IdSource,
  isAnteroomError,
  type Log,
  type RealmSnapshot,
  type SignedTokens,
  type Urls,
} from '@anteroom/core';
import { realmKeys } from '../keys/realm-keys.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';

export interface ClientAdaptersDependencies {
  readonly signed: SignedTokens;
  readonly outgoing: OutgoingRequests;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Keycloak: an adapter refuses an action that is older. */
const LIFESPAN_SECONDS = 30;

const PATHS: Readonly<Record<AdapterAction['kind'], string>> = {
  logout: 'k_logout',
  'push-not-before': 'k_push_not_before',
  'test-available': 'k_test_available',
};

/**
 * Where an adapter of Keycloak (keycloak-connect and its relatives) listens: the client's `adminUrl`, below its root URL when it is
 * relative. Null for a client that has none, or whose address stands for something of this server or of nodes that nobody registered.
 */
export function adapterUrl({ enabled, protocol, adminUrl = '', rootUrl = '' }: Client): string | null {
  if (!enabled || protocol !== 'openid-connect' || adminUrl === '') return null;
  const url = adminUrl.startsWith('/') ? `${rootUrl.replace(/\/$/, '')}${adminUrl}` : adminUrl;
  return url.includes('${') || !URL.canParse(url) ? null : url.replace(/\/$/, '');
}

/** Signed actions posted to adapters, through the guard of outgoing requests. */
export function createClientAdapters({ signed, outgoing, clock, ids, log }: ClientAdaptersDependencies): ClientAdapters {
  const tokenOf = (realm: RealmSnapshot, client: Client, action: AdapterAction): Promise<string> => {
    const iat = Math.floor(clock.now().getTime() / 1000);
    const end = iat + LIFESPAN_SECONDS;
    const claims = { id: ids.uuid(), iat, exp: end, expiration: end, resource: client.clientId, ...wordsOf(action) };
    const algorithm = realmKeys(realm).signingAlgorithm();
    return signed.sign(realm, 'adapter-action', claims, algorithm === null ? {} : { algorithm });
  };

  const tell: ClientAdapters['tell'] = async (realm, client, action) => {
    const base = adapterUrl(client);
    if (base === null) return null;
    const body = await tokenOf(realm, client, action);
    const headers = { 'content-type': 'text/plain;charset=UTF-8', 'content-length': String(Buffer.byteLength(body)) };
    try {
      const { status } = await outgoing.send(`${base}/${PATHS[action.kind]}`, { method: 'POST', headers, body });
      const failure = status === 200 || status === 204 ? null : `answered ${status}`;
      return { url: base, failure, hopeless: false };
    } catch (error) {
      if (!isAnteroomError(error)) throw error;
      return { url: base, failure: error.message, hopeless: error.code === 'invalid_input' };
    }
  };

  return {
    tell,
    async tellAll(realm, clients, action) {
      const told = await Promise.all(clients.map(async (client) => ({ client, told: await tell(realm, client, action(client)) })));
      const heard: string[] = [];
      const missed: string[] = [];
      for (const { client, told: one } of told) {
        if (one === null) continue;
        if (one.failure === null) heard.push(one.url);
        else {
          missed.push(one.url);
          log.warn('adapter.not_told', { realm: realm.name, client: client.clientId, reason: one.failure });
        }
      }
      return {
        ...(heard.length === 0 ? {} : { successRequests: heard }),
        ...(missed.length === 0 ? {} : { failedRequests: missed }),
      };
    },
  };
}

function wordsOf(action: AdapterAction): Readonly<Record<string, unknown>> {
  switch (action.kind) {
    case 'logout':
      return {
        action: 'LOGOUT',
        notBefore: action.notBefore,
        ...(action.adapterSessions === null ? {} : { adapterSessionIds: action.adapterSessions }),
        ...(action.sessions === null ? {} : { keycloakSessionIds: action.sessions }),
      };
    case 'push-not-before':
      return { action: 'PUSH_NOT_BEFORE', notBefore: action.notBefore };
    case 'test-available':
      return { action: 'TEST_AVAILABILITY' };
  }
}
