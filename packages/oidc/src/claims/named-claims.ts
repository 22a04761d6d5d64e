import type { Client, RealmSnapshot } from '@anteroom/core';
import type { ClaimSource } from './claim-source.ts';
import type { ClaimTarget } from './claim-target.ts';
import { PRIORITY } from './mapper.ts';
import { compileMapper } from './mapper-registry.ts';

/**
 * Claims that a request asked for by name (OpenID Connect Core §5.5): those that an optional scope of the client would give, so that
 * nothing is released by name that could not be asked for by scope. A client whose users consent to scopes gets none this way.
 */
export function namedClaims(
  realm: RealmSnapshot,
  client: Client,
  names: readonly string[],
  target: ClaimTarget,
  source: ClaimSource,
): Readonly<Record<string, unknown>> {
  if (names.length === 0 || client.consentRequired) return {};
  const sink = { claims: {}, audience: new Set<string>(), access: { realm: new Set<string>(), clients: new Map<string, Set<string>>() } };
  for (const scopeName of client.optionalClientScopes) {
    const scope = realm.scope(scopeName);
    if (scope === null || scope.scopeMappings.length > 0) continue;
    for (const mapper of scope.protocolMappers) {
      const claim = mapper.config['claim.name'] ?? (mapper.protocolMapper === 'oidc-address-mapper' ? 'address' : '');
      const compiled = names.includes(claim) ? compileMapper(mapper) : null;
      if (compiled !== null && compiled.priority === PRIORITY.plain && compiled.runsFor(target)) compiled.apply(source, sink);
    }
  }
  return sink.claims;
}
