import type { Client, ClientScope, RealmSnapshot, User } from '@anteroom/core';

export interface EffectiveScopes {
  readonly openid: boolean;
  /** Client scopes in effect, without `openid`. */
  readonly scopes: readonly ClientScope[];
  /** `scope` of an answer and of access tokens: what is shown (`include.in.token.scope`). */
  readonly shown: string;
  /** `scope` of a refresh token: every name, so that a refresh finds the same again. */
  readonly all: string;
}

const OIDC = 'openid-connect';

/** Names of a `scope` parameter (RFC 6749 §3.3). */
const scopeNames = (scope: string): readonly string[] => [...new Set(scope.split(' ').filter((name) => name !== ''))];

/** Names of a request that this client cannot have; a refresh drops them, everything else is refused because of them. */
export function unknownScopes(realm: RealmSnapshot, client: Client, requested: string): readonly string[] {
  return scopeNames(requested).filter((name) => name !== 'openid' && (realm.scope(name)?.protocol !== OIDC || !isAssigned(client, name)));
}

const isAssigned = (client: Client, name: string): boolean =>
  client.defaultClientScopes.includes(name) || client.optionalClientScopes.includes(name);

/**
 * Default scopes of the client and the optional ones that were asked for, without those that need a role the user does not have
 * (role scope mappings of the scope, as `offline_access` has).
 */
export function effectiveScopes(realm: RealmSnapshot, client: Client, user: User, requested: string): EffectiveScopes {
  const asked = scopeNames(requested);
  const openid = asked.includes('openid');
  const names = [...new Set([...client.defaultClientScopes, ...asked.filter((name) => client.optionalClientScopes.includes(name))])];
  let roles: ReadonlySet<string> | null = null;
  const scopes: ClientScope[] = [];
  for (const name of names) {
    const scope = realm.scope(name);
    if (scope === null || scope.protocol !== OIDC) continue;
    if (scope.scopeMappings.length > 0) {
      roles ??= new Set(realm.effectiveRoles(user).map((role) => role.id));
      if (!scope.scopeMappings.some((id) => realm.expandRole(id).some((role) => roles!.has(role.id)))) continue;
    }
    scopes.push(scope);
  }
  const first = openid ? ['openid'] : [];
  return {
    openid,
    scopes,
    shown: [...first, ...scopes.filter((scope) => scope.attributes['include.in.token.scope'] !== 'false').map((scope) => scope.name)].join(
      ' ',
    ),
    all: [...first, ...scopes.map((scope) => scope.name)].join(' '),
  };
}
