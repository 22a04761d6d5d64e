import type { LiveSession, RealmCache, Urls } from '@anteroom/core';

/** A client that is told of a logout in the browser, and the address to load for it. */
export interface FrontchannelClient {
  readonly name: string;
  readonly url: string;
}

/** OpenID Connect Front-Channel Logout 1.0 §2: the clients of an ending session that registered an address, with `iss` and `sid`. */
export async function frontchannelClients(
  { realms, urls }: { readonly realms: Pick<RealmCache, 'clientByUuid'>; readonly urls: Urls },
  { realm, sid, record }: LiveSession,
): Promise<readonly FrontchannelClient[]> {
  const clients = await Promise.all(Object.keys(record.clients).map((uuid) => realms.clientByUuid(realm, uuid)));
  return clients.flatMap((client) => {
    const address = client?.attributes['frontchannel.logout.url'];
    if (client === null || !client.enabled || !client.frontchannelLogout || !address || !URL.canParse(address)) return [];
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return [];
    if (client.attributes['frontchannel.logout.session.required'] !== 'false') {
      url.searchParams.set('iss', urls.issuer(realm.name));
      url.searchParams.set('sid', sid);
    }
    return [{ name: client.name || client.clientId, url: url.href }];
  });
}
