import {
  type ActionLink,
  type Claims,
  type Clock,
  type Directory,
  isAnteroomError,
  type RealmSnapshot,
  type SignedTokens,
  type User,
  type View,
} from '@anteroom/core';
import { adoptedLink } from './adopted-link.ts';
import { claimsFitLink, peekClaims } from './link-claims.ts';
import { type WhyUnusableDependencies, whyUnusable } from './why-unusable.ts';

export type DeadReason = Extract<View, { readonly kind: 'link-dead' }>['reason'];

export type OpenedLink =
  | { readonly kind: 'open'; readonly link: ActionLink; readonly user: User; readonly claims: Claims }
  | { readonly kind: 'dead'; readonly reason: DeadReason; readonly link: ActionLink | null };

export interface OpenLinkDependencies extends WhyUnusableDependencies {
  readonly directory: { readonly links: Pick<Directory['links'], 'get' | 'search'>; readonly users: Pick<Directory['users'], 'get'> };
  readonly signed: Pick<SignedTokens, 'verify'>;
  readonly clock: Clock;
}

/** No token of ours is longer; anything that is gets refused before it is parsed. */
const LONGEST_KEY = 8192;

/** Reads and checks, changes nothing: what a scanner or a preview does with a link costs nobody anything. */
export async function openLink(dependencies: OpenLinkDependencies, realm: RealmSnapshot, key: string): Promise<OpenedLink> {
  const claims = await verifyKey(dependencies, realm, key);
  if (typeof claims === 'string') return { kind: 'dead', reason: claims, link: null };

  const now = dependencies.clock.now();
  const expired = typeof claims.exp !== 'number' || claims.exp * 1000 <= now.getTime();
  const row = typeof claims.jti === 'string' ? await dependencies.directory.links.get(realm.id, claims.jti) : null;
  const link = row ?? (await adopt(dependencies, realm, claims));
  if (link === null) return { kind: 'dead', reason: expired ? 'expired' : 'invalid', link: null };
  if (!claimsFitLink(claims, link)) return { kind: 'dead', reason: 'invalid', link: null };

  // What became of it says more than its age does.
  if (link.state !== 'open') return { kind: 'dead', reason: link.state, link };
  if (expired || link.expiresAt <= now) return { kind: 'dead', reason: 'expired', link };

  const user = await dependencies.directory.users.get(realm.id, link.userId);
  const unusable = user === null ? 'invalid' : await whyUnusable(dependencies, realm, link, user);
  if (user === null || unusable !== null) {
    // Whoever finished it after its row was read has changed the person in the same moment: the row says which it was.
    const since = await dependencies.directory.links.get(realm.id, link.id);
    return { kind: 'dead', reason: since === null || since.state === 'open' ? (unusable ?? 'invalid') : since.state, link: since ?? link };
  }
  return { kind: 'open', link, user, claims };
}

/** A link of the Keycloak that the realm came from; a newer one of its kind has replaced it, as it would have replaced a link of ours. */
async function adopt({ directory }: OpenLinkDependencies, realm: RealmSnapshot, claims: Claims): Promise<ActionLink | null> {
  const user = typeof claims.sub === 'string' ? await directory.users.get(realm.id, claims.sub) : null;
  const link = user === null ? null : adoptedLink(claims, user);
  if (link === null) return null;
  const [newest] = await directory.links.search(realm.id, { userId: link.userId, kind: link.kind, max: 1 });
  const replaced = newest !== undefined && newest.createdAt > link.createdAt;
  return replaced ? { ...link, state: 'replaced', replacedBy: newest.id } : link;
}

async function verifyKey(
  { signed, urls }: OpenLinkDependencies,
  realm: RealmSnapshot,
  key: string,
): Promise<Claims | 'invalid' | 'wrong-realm'> {
  const said = key.length > LONGEST_KEY ? null : peekClaims(key);
  if (said === null || said.kind === null) return 'invalid';
  if (said.issuer !== urls.issuer(realm.name)) return said.issuer?.startsWith(`${urls.base}/realms/`) ? 'wrong-realm' : 'invalid';
  try {
    return await signed.verify(realm, said.kind, key, { ignoreExpiry: true });
  } catch (error) {
    if (isAnteroomError(error, 'invalid_token')) return 'invalid';
    throw error;
  }
}
