import type { ClientEntry, CodeRecord, LiveSession, RealmSnapshot, User } from '@anteroom/core';
import { writeCode } from '../grants/code-record.ts';
import type { Codes } from '../grants/codes.ts';
import { callInProcess } from '../provider/in-process-call.ts';
import { libraryCall } from '../provider/library-call.ts';
import { CAPTURE_MODE } from '../provider/oidc-provider-seam.ts';
import type { ProviderCache } from '../provider/provider-cache.ts';
import { PATHS } from '../provider/provider-configuration.ts';
import type { TransientSnapshot } from '../tokens/token-grant.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

/** A person who is known, and what the code will be bound to. */
export interface KnownLogin {
  readonly user: User;
  readonly authTime: Date;
  readonly acr: string;
  readonly amr: readonly string[];
  /** The refresh family that begins with the code. */
  readonly family: string;
  readonly bound:
    | { readonly kind: 'session'; readonly live: LiveSession; readonly entry: ClientEntry }
    | { readonly kind: 'transient'; readonly snapshot: TransientSnapshot };
}

export interface ResumeDependencies {
  readonly providers: ProviderCache;
  readonly codes: Codes;
}

/**
 * Lets the library answer the authorization request, inside the request that finished the login. It is asked once, when the person is
 * known, and sees the SSO session as a view of its own: there is no interaction of the library, so none of its cookies exists, and a
 * session that a transient login must not touch is not shown to it at all.
 */
export async function resumeInProcess(
  { providers, codes }: ResumeDependencies,
  realm: RealmSnapshot,
  request: AuthorizationRequest,
  login: KnownLogin,
): Promise<{ readonly code: string }> {
  const { client, redirectUri, codeChallenge } = request;
  const { bound, user } = login;
  const transient = bound.kind === 'transient';
  const sid = transient ? 'transient' : bound.live.sid;
  const grantId = transient ? 'transient' : `${bound.live.sid}.${client.id}.${bound.entry.generation}`;
  const ids: Pick<CodeRecord, 'client' | 'user' | 'session' | 'generation'> = {
    client: client.id,
    user: user.id,
    session: transient ? null : bound.live.sid,
    generation: transient ? null : bound.entry.generation,
  };
  const call = libraryCall({
    client,
    redirectUri,
    accountId: () => user.id,
    session: () => ({
      uid: sid,
      accountId: user.id,
      authTime: Math.floor(login.authTime.getTime() / 1000),
      acr: login.acr,
      amr: login.amr,
      grantId,
    }),
    findGrant: async (id) => (id === grantId ? { id, accountId: user.id } : null),
    newCode: () => codes.newCode(transient),
    saveCode: async (code, payload) =>
      codes.save(
        realm,
        code,
        writeCode(ids, {
          payload,
          scope: request.scope,
          nonce: request.nonce,
          family: login.family,
          snapshot: transient ? bound.snapshot : null,
          dpopJkt: request.dpopJkt,
          resources: request.resources,
          idTokenClaims: request.claims.idToken,
        }),
      ),
  });
  const query = {
    client_id: client.id,
    response_type: 'code',
    response_mode: CAPTURE_MODE,
    redirect_uri: redirectUri,
    scope: 'openid',
    ...(codeChallenge === null ? {} : { code_challenge: codeChallenge, code_challenge_method: 'S256' }),
  };
  await callInProcess(providers.of(realm), { path: PATHS.authorization, query }, call);
  const code = call.response?.parameters.code;
  if (code === undefined) throw call.error instanceof Error ? call.error : new Error('the protocol library gave no code');
  return { code };
}
