import type { Clock } from '@anteroom/core';
import type { TokenSource } from './mail-transport.ts';

/** A POST to a token endpoint; the caller decides which addresses may be called. */
export type PostForm = (url: string, form: Readonly<Record<string, string>>) => Promise<{ readonly status: number; readonly body: string }>;

export interface OAuthTokens {
  /** A token that is good for a while yet. Rejects with what the token endpoint said, without secrets. */
  get(source: TokenSource): Promise<string>;
}

/** A token is not used in its last half minute. */
const MARGIN = 30_000;

/** Access tokens for mail servers (RFC 6749 §4.4), kept until they expire. */
export function createOAuthTokens({ post, clock }: { readonly post: PostForm; readonly clock: Clock }): OAuthTokens {
  const known = new Map<string, { readonly token: string; readonly until: number }>();
  return {
    async get(source) {
      const key = JSON.stringify(source);
      const now = clock.now().getTime();
      const kept = known.get(key);
      if (kept !== undefined && kept.until > now) return kept.token;
      const { url, clientId, clientSecret, scope } = source;
      const secrets = { client_id: clientId, client_secret: clientSecret };
      const { status, body } = await post(url, { grant_type: 'client_credentials', ...secrets, ...(scope === '' ? {} : { scope }) });
      const answer = parsed(body);
      if (status !== 200 || typeof answer.access_token !== 'string')
        throw new Error(`the token endpoint answered ${status}${typeof answer.error === 'string' ? ` ${answer.error.slice(0, 80)}` : ''}`);
      const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 60;
      known.set(key, { token: answer.access_token, until: now + seconds * 1000 - MARGIN });
      return answer.access_token;
    },
  };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
