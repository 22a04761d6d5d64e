import { createLoginFailures, createSsoSessions, type SessionStore, type User } from '@anteroom/core';
import { createMemorySessionStore } from '@anteroom/store-memory';
import { createMemoryLog } from '@anteroom/testkit';
import { createRequestReader } from '../browser/request-reader.ts';
import { createAuthenticationRequests } from '../ciba/authentication-requests.ts';
import { createClientAuthentication } from '../clients/client-authentication.ts';
import { createDeviceCodes } from '../device/device-codes.ts';
import { createOwnEndpoints } from '../endpoints/own-endpoints.ts';
import type { NewLoginEvent } from '../events/login-events.ts';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';
import { createPushedRequests } from '../par/pushed-requests.ts';
import { parseForm } from '../parse-form.ts';
import { createDpopProofs } from '../possession/dpop-proof.ts';
import { createPossession } from '../possession/possession.ts';
import { createAccessTokenVerifier } from '../tokens/access-token-verifier.ts';
import type { TokenGrant } from '../tokens/token-grant.ts';
import { createTokenStanding } from '../tokens/token-standing.ts';
import { acmeCache } from './acme-cache.ts';
import { noClientKeys, noEncryption, noOutgoing } from './no-outgoing.ts';
import { randomIds } from './test-clock.ts';
import { testUrls, tokenSetup } from './token-setup.ts';

/** The endpoints over real sessions in memory; reads and writes of the session plane are counted. */
export function endpointSetup(change: Parameters<typeof tokenSetup>[0] = {}) {
  const setup = tokenSetup(change);
  const { acme, clock, signed, issuer, grant } = setup;
  const counts = { reads: 0, writes: 0 };
  const plain = createMemorySessionStore({ clock });
  const store: SessionStore = {
    ...plain,
    get: (key) => {
      counts.reads++;
      return plain.get(key);
    },
    create: (...args) => {
      counts.writes++;
      return plain.create(...args);
    },
    put: (...args) => {
      counts.writes++;
      return plain.put(...args);
    },
  };
  const users = new Map<string, User>([...acme.users.values()].map((user) => [user.id, user]));
  const directory = {
    users: {
      get: async (_realm: string, id: string) => users.get(id) ?? null,
      findServiceAccount: async (_realm: string, uuid: string) =>
        [...users.values()].find((user) => user.serviceAccountClient === uuid) ?? null,
    },
  };
  const sessions = createSsoSessions({ store, clock, ids: randomIds });
  const realms = acmeCache(acme);
  const log = createMemoryLog();
  const events: NewLoginEvent[] = [];
  const standing = createTokenStanding({ realms, directory, sessions, store, clock });
  const accessTokens = createAccessTokenVerifier({ signed, standing });
  const clients = createClientAuthentication({ realms, store, clock, urls: testUrls, log, keys: noClientKeys });
  const pushed = createPushedRequests({ store, clock, ids: randomIds });
  const endpoints = createOwnEndpoints({
    devices: createDeviceCodes({ store, clock, ids: randomIds }),
    requests: createAuthenticationRequests({ store, clock, ids: randomIds }),
    failures: createLoginFailures({ store, clock }),
    directory: { ...directory, commit: async () => {} } as never,
    ids: randomIds,
    clock,
    encrypt: noEncryption,
    possession: createPossession({ dpop: createDpopProofs({ store, clock }), urls: testUrls }),
    issuer,
    realms,
    pushed,
    reader: createRequestReader({ realms, pushed, keys: noClientKeys, outgoing: noOutgoing, urls: testUrls, clock, log }),
    accessTokens,
    standing,
    signed,
    clients,
    sessions,
    store,
    events: { write: async (_realm, ...written) => void events.push(...written) },
    urls: testUrls,
    log,
  });

  const call = async (
    method: string,
    path: string,
    {
      form,
      headers = {},
      body,
      contentType,
    }: { form?: Record<string, string>; headers?: Record<string, string>; body?: string; contentType?: string } = {},
  ): Promise<HttpAnswer> => {
    const text = body ?? (form === undefined ? '' : new URLSearchParams(form).toString());
    const type = contentType ?? (text === '' ? undefined : 'application/x-www-form-urlencoded');
    const request: HttpRequest = {
      method,
      path: `/realms/acme${path}`,
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      query: new URLSearchParams(),
      ip: '127.0.0.1',
      readForm: async () => parseForm(type, text),
    };
    const answer = await endpoints.handle(acme.snapshot, path, request);
    if (answer === null) throw new Error(`no endpoint at ${path}`);
    return answer;
  };

  /** A password login with a stored session, and its tokens. */
  const login = async (over: { as?: string; by?: string; scope?: string; sid?: string; offline?: boolean } = {}) => {
    const user = acme.users.get(over.as ?? 'alice')!;
    const client = acme.clients.get(over.by ?? 'acme-api')!;
    const scope = over.scope ?? 'openid';
    const facts = { authTime: clock.now(), acr: '1' };
    const entry = { client: client.id, redirectUri: null, scope, ...facts };
    const attached =
      over.sid === undefined
        ? (
            await sessions.create(acme.snapshot, {
              userId: user.id,
              username: user.username,
              amr: ['pwd'],
              rememberMe: false,
              ipAddress: '127.0.0.1',
              authMethod: 'openid-connect',
              notes: {},
              browser: false,
              client: entry,
              ...facts,
            })
          ).session
        : (await sessions.attachClient(acme.snapshot, over.sid, entry))!.session;
    const live = over.offline === true ? (await sessions.attachOffline(acme.snapshot, attached, entry)).session : attached;
    const full: TokenGrant = grant({ user, client, scope, binding: { kind: 'session', live, entry: live.record.clients[client.id]! } });
    return { sid: live.sid, client, user, live, ...(await issuer.issue(full)) };
  };

  return { ...setup, call, login, sessions, users, counts, log, events, accessTokens };
}
