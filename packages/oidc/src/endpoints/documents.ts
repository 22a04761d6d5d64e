import type { RealmSnapshot, Urls } from '@anteroom/core';
import type { HttpAnswer } from '../http-context.ts';
import { jwks } from '../keys/jwks.ts';
import { realmKeys } from '../keys/realm-keys.ts';
import { forAnyOrigin } from './cors.ts';
import { discoveryDocument } from './discovery-document.ts';
import type { Endpoint } from './endpoint.ts';

/** A public document of a realm, written once per snapshot. */
function documentEndpoint(headers: Readonly<Record<string, string>>, write: (realm: RealmSnapshot) => object): Endpoint {
  const written = new WeakMap<RealmSnapshot, HttpAnswer>();
  return {
    methods: ['GET', 'HEAD'],
    preflightMethods: 'GET',
    async answer(realm, request) {
      const known = written.get(realm) ?? { status: 200, headers, body: JSON.stringify(write(realm)) };
      written.set(realm, known);
      return forAnyOrigin(request, known);
    },
  };
}

export function createDiscovery({ urls }: { readonly urls: Urls }): Endpoint {
  return documentEndpoint(
    { 'content-type': 'application/json', 'cache-control': 'no-cache, must-revalidate, no-transform, no-store' },
    (realm) => discoveryDocument(realm, urls.issuer(realm.name)),
  );
}

export function createCerts(): Endpoint {
  return documentEndpoint({ 'content-type': 'application/json', 'cache-control': 'no-cache' }, jwks);
}

/** `GET /realms/{realm}`, which older adapters read. */
export function createRealmInfo({ urls }: { readonly urls: Urls }): Endpoint {
  return documentEndpoint({ 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-cache' }, (realm) => {
    const issuer = urls.issuer(realm.name);
    const key = realmKeys(realm).active('RS256');
    return {
      realm: realm.name,
      ...(key === null ? {} : { public_key: key.publicKey!.export({ format: 'der', type: 'spki' }).toString('base64') }),
      'token-service': `${issuer}/protocol/openid-connect`,
      'account-service': `${issuer}/account`,
      'tokens-not-before': realm.realm.notBefore,
    };
  });
}
