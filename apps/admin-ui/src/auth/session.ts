import { None, processRefreshTokenResponse, refreshTokenGrantRequest } from 'oauth4webapi';
import { CLIENT, discover, requestOptions, tokensOf } from './provider.ts';
import type { AuthRealm, Tokens } from './tokens.ts';

/** Renewed this long before it expires, so that a call under way does not meet the end. Milliseconds. */
const MARGIN = 10_000;

/** The administrator's session as this page holds it. */
export interface Session {
  /** A token that is good for a call; renewed by the refresh token when it is about to expire. Throws `SessionEnded`. */
  accessToken(): Promise<string>;
  /** Where to send the browser to sign out (RP-Initiated Logout 1.0 §2). Other tabs are told. */
  signOutUrl(returnTo: string): Promise<URL>;
  /** Called once when the session is over: it expired, was ended by somebody, or another tab signed out. */
  onEnd(listener: () => void): () => void;
  /** Says that the server no longer takes the token. */
  end(): void;
}

export class SessionEnded extends Error {
  constructor() {
    super('the session has ended');
    this.name = 'SessionEnded';
  }
}

export interface SessionDependencies {
  readonly auth: AuthRealm;
  readonly tokens: Tokens;
  readonly now: () => number;
  /** Between tabs of one browser; null where there is none. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null;
}

export function createSession({ auth, tokens: first, now, channel }: SessionDependencies): Session {
  let tokens = first;
  let renewal: Promise<void> | null = null;
  let ended = false;
  const listeners = new Set<() => void>();

  function end() {
    if (ended) return;
    ended = true;
    for (const listener of listeners) listener();
  }

  async function renew(): Promise<void> {
    if (tokens.refreshToken === null) throw new SessionEnded();
    const server = await discover(auth);
    const response = await refreshTokenGrantRequest(server, CLIENT, None(), tokens.refreshToken, requestOptions);
    // Only a refusal ends the session; a server that is away for a moment does not.
    if (response.status >= 400 && response.status < 500) throw new SessionEnded();
    tokens = tokensOf(await processRefreshTokenResponse(server, CLIENT, response), now(), tokens);
  }

  channel?.addEventListener('message', (event) => {
    if (event.data === 'signed-out') end();
  });

  return {
    async accessToken() {
      if (ended) throw new SessionEnded();
      if (now() > tokens.expiresAt - MARGIN) {
        renewal ??= renew().finally(() => {
          renewal = null;
        });
        try {
          await renewal;
        } catch (error) {
          if (error instanceof SessionEnded) end();
          throw error;
        }
      }
      return tokens.accessToken;
    },
    async signOutUrl(returnTo) {
      const server = await discover(auth);
      const url = new URL(server.end_session_endpoint ?? '');
      url.searchParams.set('id_token_hint', tokens.idToken);
      url.searchParams.set('client_id', CLIENT.client_id);
      url.searchParams.set('post_logout_redirect_uri', returnTo);
      ended = true;
      channel?.postMessage('signed-out');
      return url;
    },
    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end,
  };
}
