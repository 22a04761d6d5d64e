import type { Change, Client, ClientScope, Clock, Consent, Directory, RealmSnapshot } from '@anteroom/core';
import type { AuthenticationRequests } from '../ciba/authentication-requests.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

export interface ConsentQuestion {
  /** What the person is asked to allow. */
  readonly scopes: readonly ClientScope[];
  /** What the client shows on its own screen meanwhile (CIBA §7.1 `binding_message`). */
  readonly bindingMessage?: string | null;
}

export interface Consents {
  /** What is still to be asked; null when nothing is. One directory read for a client that asks. */
  question(
    realm: RealmSnapshot,
    client: Client,
    userId: string,
    request: Pick<AuthorizationRequest, 'scope' | 'prompt' | 'device' | 'ciba'>,
  ): Promise<ConsentQuestion | null>;
  /** The change that remembers the answer "yes". */
  grant(realm: RealmSnapshot, client: Client, userId: string, question: ConsentQuestion): Promise<Change>;
}

export function createConsents({
  directory,
  requests,
  clock,
}: {
  readonly directory: Pick<Directory, 'consents'>;
  readonly requests: Pick<AuthenticationRequests, 'get'>;
  readonly clock: Clock;
}): Consents {
  return {
    async question(realm, client, userId, { scope, prompt, device, ciba }) {
      if (!client.consentRequired && device === null && ciba === null) return null;
      const asked = consentScopes(realm, client, scope);
      // RFC 8628 §5.4: whoever was sent a code by somebody else must see what it would let in, each time.
      if (device !== null) return { scopes: asked };
      // Somebody else began this login: the person says yes to it each time.
      if (ciba !== null) return { scopes: asked, bindingMessage: (await requests.get(realm, ciba))?.state.bindingMessage ?? null };
      if (prompt.includes('consent')) return { scopes: asked };
      return missingConsent(directory, realm, client, userId, scope);
    },
    async grant(realm, client, userId, { scopes }) {
      const now = clock.now();
      const before = await directory.consents.get(realm.id, userId, client.id);
      const consent: Consent = {
        userId,
        clientId: client.id,
        scopes: [...new Set([...(before?.scopes ?? []), ...scopes.map(({ id }) => id)])],
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      };
      return { kind: 'put-consent', consent };
    },
  };
}

/** What a person has not (or no longer) allowed a client that needs their consent; null when it is everything. */
export async function missingConsent(
  directory: Pick<Directory, 'consents'>,
  realm: RealmSnapshot,
  client: Client,
  userId: string,
  scope: string,
): Promise<ConsentQuestion | null> {
  if (!client.consentRequired) return null;
  const consent = await directory.consents.get(realm.id, userId, client.id);
  const granted = new Set(consent?.scopes ?? []);
  const missing = consentScopes(realm, client, scope).filter(({ id }) => !granted.has(id));
  return consent !== null && missing.length === 0 ? null : { scopes: missing };
}

/** Scopes of a request that a person is asked about, in the order of the page. */
function consentScopes(realm: RealmSnapshot, client: Client, scope: string): readonly ClientScope[] {
  const asked = new Set(scope.split(' '));
  const names = [...client.defaultClientScopes, ...client.optionalClientScopes.filter((name) => asked.has(name))];
  return names
    .map((name) => realm.scope(name))
    .filter(
      (one): one is ClientScope =>
        one !== null && one.protocol === 'openid-connect' && one.attributes['display.on.consent.screen'] !== 'false',
    );
}

/** The words of a scope on the consent page: a message key (`${…}`), a text, or its name. */
export function consentText(scope: ClientScope): string {
  return scope.attributes['consent.screen.text'] || scope.name;
}
