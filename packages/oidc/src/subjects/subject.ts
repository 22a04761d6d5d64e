import { createHash } from 'node:crypto';
import type { Client, ProtocolMapper, User } from '@anteroom/core';

const PAIRWISE = 'oidc-sha256-pairwise-sub-mapper';

/** The client's pairwise mapper; null when its subjects are public. */
export function pairwiseMapper(client: Pick<Client, 'protocolMappers'>): ProtocolMapper | null {
  return client.protocolMappers.find(({ protocolMapper }) => protocolMapper === PAIRWISE) ?? null;
}

/**
 * `sub` of a user for a client (OpenID Connect Core §8). Pairwise as Keycloak makes it, so that subjects survive a move: SHA-256 over
 * sector, local id and salt, as a name-based UUID.
 */
export function subjectOf(client: Client, user: Pick<User, 'id'>): string {
  const mapper = pairwiseMapper(client);
  if (mapper === null) return user.id;
  const digest = createHash('sha256')
    .update(sectorOf(client, mapper))
    .update(user.id)
    .update(mapper.config.pairwiseSubAlgorithmSalt ?? '')
    .digest();
  return nameUuid(digest);
}

/** The host of the sector identifier, or of the only redirect host there may be. */
function sectorOf(client: Client, mapper: ProtocolMapper): string {
  const sector =
    mapper.config.sectorIdentifierUri ||
    client.redirectUris.map((uri) => (uri.startsWith('/') ? `${client.rootUrl ?? ''}${uri}` : uri))[0] ||
    '';
  return URL.canParse(sector) ? new URL(sector).hostname : client.clientId;
}

/** `UUID.nameUUIDFromBytes` of Java (RFC 9562 §5.3 without a namespace). */
function nameUuid(bytes: Buffer): string {
  const md5 = createHash('md5').update(bytes).digest();
  md5[6] = (md5[6]! & 0x0f) | 0x30;
  md5[8] = (md5[8]! & 0x3f) | 0x80;
  const hex = md5.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
