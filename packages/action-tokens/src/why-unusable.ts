import {
  type ActionLink,
  matchRedirectUri,
  type RealmCache,
  type RealmSnapshot,
  type Urls,
  type User,
  WARNING_LINKS,
} from '@anteroom/core';

export interface WhyUnusableDependencies {
  readonly realms: Pick<RealmCache, 'client'>;
  readonly urls: Urls;
}

/** What has happened around a link since it was made; null when nothing that matters has. */
export async function whyUnusable(
  { realms, urls }: WhyUnusableDependencies,
  realm: RealmSnapshot,
  link: ActionLink,
  user: User,
): Promise<'revoked' | 'not-needed' | null> {
  if (link.kind === 'reset-credentials' && !realm.realm.resetPasswordAllowed) return 'revoked';
  if (!user.enabled || !realm.realm.enabled) return 'revoked';
  if (link.kind === 'undo-email' && user.email?.toLowerCase() === link.email) return 'not-needed';
  if (WARNING_LINKS.includes(link.kind)) return null;
  // A link to a new address was not sent to the account's; that one changing raises the version too.
  if (link.kind !== 'update-email' && (user.email ?? '').toLowerCase() !== link.email) return 'not-needed';
  if (user.credentialVersion !== link.credentialVersion) return 'not-needed';
  const client = await realms.client(realm, link.clientId);
  if (client === null || !client.enabled) return 'revoked';
  return link.redirectUri !== null && matchRedirectUri(client, link.redirectUri, urls.base) === null ? 'revoked' : null;
}
