import type { Client, RealmSnapshot } from '@anteroom/core';

/** `keycloak.json`, what Keycloak's adapters read; holds the client's secret. */
export function adapterConfiguration(realm: RealmSnapshot, client: Client, base: string): Readonly<Record<string, unknown>> {
  const ownRoles = realm.configuration.roles.some((role) => role.clientRole && role.containerId === client.id);
  return {
    realm: realm.name,
    ...(client.bearerOnly ? { 'bearer-only': true } : {}),
    'auth-server-url': `${base}/`,
    'ssl-required': realm.realm.sslRequired.toLowerCase(),
    resource: client.clientId,
    ...(client.publicClient ? { 'public-client': true } : {}),
    ...(client.bearerOnly ? {} : { 'verify-token-audience': true }),
    ...(ownRoles ? { 'use-resource-role-mappings': true } : {}),
    ...(client.publicClient || client.bearerOnly || client.secret === undefined ? {} : { credentials: { secret: client.secret } }),
    'confidential-port': 0,
  };
}
