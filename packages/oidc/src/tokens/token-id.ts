import type { ClientEntry, IdSource } from '@anteroom/core';
import { generationMark } from './generation-mark.ts';
import type { GrantCode, TokenBinding } from './token-grant.ts';

/**
 * `jti` of an access token in Keycloak's form: session type (`on`, `of`, `tr`), token type (`rt`, `lt`), grant, colon, UUID.
 */
export function accessTokenId(binding: TokenBinding, lightweight: boolean, grant: GrantCode, ids: IdSource): string {
  const session = binding.kind !== 'session' ? 'tr' : binding.live.offline ? 'of' : 'on';
  return `${session}${lightweight ? 'lt' : 'rt'}${grant}:${markedId(binding, ids)}`;
}

/** A UUID that carries the mark of the client entry's generation; any UUID where there is no entry. */
export function markedId(binding: TokenBinding, ids: IdSource): string {
  const uuid = ids.uuid();
  return binding.kind === 'session' ? generationMark(binding.entry.generation) + uuid.slice(8) : uuid;
}

export interface AccessTokenId {
  readonly session: 'online' | 'offline' | 'transient' | 'unknown';
  readonly lightweight: boolean;
  readonly grant: string;
  readonly uuid: string;
}

/** Ids without a prefix are from older servers: an ordinary online token. */
export function parseAccessTokenId(jti: string): AccessTokenId {
  const match = /^(on|of|tr|nt|ft|un)(rt|lt)([a-z]{2}):(.+)$/.exec(jti);
  if (match === null) return { session: 'online', lightweight: false, grant: 'na', uuid: jti };
  const kinds = { on: 'online', of: 'offline', tr: 'transient' } as const;
  return {
    session: kinds[match[1] as keyof typeof kinds] ?? 'unknown',
    lightweight: match[2] === 'lt',
    grant: match[3]!,
    uuid: match[4]!,
  };
}

/**
 * Whether a token belongs to this generation of the entry: not issued before the entry was made and, where both fall into one second,
 * marked with its generation.
 */
export function belongsToEntry(
  token: { readonly iat: number; readonly uuid: string },
  entry: Pick<ClientEntry, 'generation' | 'started'>,
): boolean {
  const started = Math.floor(entry.started / 1000);
  if (token.iat !== started) return token.iat > started;
  return token.uuid.startsWith(generationMark(entry.generation));
}
