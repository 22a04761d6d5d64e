import { generateKeyPairSync } from 'node:crypto';
import type { IdSource, RealmSnapshot, Urls } from '@anteroom/core';
import { libraryAdapter } from '../adapter/library-adapter.ts';
import { assertSeam, installSeam, Provider } from './oidc-provider-seam.ts';
import { clientMetadata, type ProcessSecrets, providerConfiguration } from './provider-configuration.ts';

/** Providers are cheap (about 1 ms, 100 KB) but not free. */
const KEPT = 500;

export interface ProviderCache {
  of(realm: RealmSnapshot): Provider;
  forIssuer(issuer: string): Provider;
  /** Credentials that the synthetic client of a call is authenticated with. */
  authorization(clientUuid: string): string;
}

/** One provider per issuer, built when it is first needed; the least recently used makes room. */
export function createProviderCache({ urls, ids }: { readonly urls: Urls; readonly ids: IdSource }): ProviderCache {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secrets: ProcessSecrets = {
    clientSecret: ids.token(32),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'unused' }] },
  };
  const providers = new Map<string, Provider>();
  const cache: ProviderCache = {
    of: (realm) => cache.forIssuer(urls.issuer(realm.name)),
    forIssuer(issuer) {
      const known = providers.get(issuer);
      const provider = known ?? build(issuer, secrets);
      if (known !== undefined) providers.delete(issuer);
      providers.set(issuer, provider);
      if (providers.size > KEPT) {
        const [oldest] = providers.keys();
        if (oldest !== undefined) providers.delete(oldest);
      }
      return provider;
    },
    authorization: (clientUuid) => `Basic ${Buffer.from(`${encodeURIComponent(clientUuid)}:${secrets.clientSecret}`).toString('base64')}`,
  };
  return cache;
}

function build(issuer: string, secrets: ProcessSecrets): Provider {
  const provider = new Provider(issuer, providerConfiguration(secrets, libraryAdapter) as never);
  assertSeam(provider);
  installSeam(provider, (call) => clientMetadata(call, secrets));
  return provider;
}
