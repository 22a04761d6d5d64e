import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { Consent } from '../directory/user.ts';
import { type Representation, readNumber, readText, readTexts } from './read.ts';

/** `GET users/{id}/consents`; scope ids that are gone are left out. */
export function toConsentRepresentation(realm: RealmSnapshot, consent: Consent): Record<string, unknown> {
  return {
    clientId: realm.clientId(consent.clientId),
    grantedClientScopes: consent.scopes.flatMap((id) => realm.configuration.clientScopes.find((scope) => scope.id === id)?.name ?? []),
    createdDate: consent.createdAt.getTime(),
    lastUpdatedDate: consent.updatedAt.getTime(),
  };
}

/** Null when the client or no scope of the consent exists here. */
export function fromConsentRepresentation(
  representation: Representation,
  known: {
    readonly userId: string;
    readonly client: (clientId: string) => string | null;
    readonly scope: (name: string) => string | null;
    readonly now: Date;
  },
): Consent | null {
  const clientId = known.client(readText(representation, 'clientId') ?? '');
  if (clientId === null) return null;
  const scopes = (readTexts(representation, 'grantedClientScopes') ?? []).flatMap((name) => known.scope(name) ?? []);
  const created = new Date(readNumber(representation, 'createdDate') ?? known.now.getTime());
  return {
    userId: known.userId,
    clientId,
    scopes,
    createdAt: created,
    updatedAt: new Date(readNumber(representation, 'lastUpdatedDate') ?? created.getTime()),
  };
}
