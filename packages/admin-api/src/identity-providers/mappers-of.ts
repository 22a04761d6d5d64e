import type { IdentityProvider } from '@anteroom/core';
import { notFound } from '../http/failure.ts';
import type { Body } from '../schemas/representations.ts';

/** Where an import keeps the mappers of a provider, in Keycloak's words. */
export const MAPPERS = 'identityProviderMappers';

export const mappersOf = (provider: IdentityProvider): readonly Body[] => (provider[MAPPERS] as readonly Body[] | undefined) ?? [];

export function findMapper(provider: IdentityProvider, id: string | undefined): Body {
  const mapper = mappersOf(provider).find((candidate) => candidate.id === id);
  if (mapper === undefined) throw notFound('Model not found');
  return mapper;
}
