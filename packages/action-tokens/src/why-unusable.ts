import { type ActionLink, matchRedirectUri, type RealmCache, type RealmSnapshot, type Urls, type User } from '@anteroom/core';

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
  if (user.email?.toLowerCase() !== link.email || user.credentialVersion !== link.credentialVersion) return 'not-needed';
  const client = await realms.client(realm, link.clientId);
  if (client === null || !client.enabled) return 'revoked';
  return link.redirectUri !== null && matchRedirectUri(client, link.redirectUri, urls.base) === null ? 'revoked' : null;
}
