import type { IdentityProvider, RealmSnapshot } from '@anteroom/core';
import { httpFailure } from '../http/failure.ts';

export function findProvider(call: { readonly realm: RealmSnapshot; readonly params: Readonly<Record<string, string>> }): IdentityProvider {
  const provider = call.realm.configuration.identityProviders.find((candidate) => candidate.alias === call.params.alias);
  if (provider === undefined) throw httpFailure(404);
  return provider;
}
