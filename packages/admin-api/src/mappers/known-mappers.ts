/** Protocol mappers that can be configured (Keycloak's ids). */
export const KNOWN_MAPPERS: ReadonlySet<string> = new Set([
  'oidc-acr-mapper',
  'oidc-address-mapper',
  'oidc-allowed-origins-mapper',
  'oidc-amr-mapper',
  'oidc-audience-mapper',
  'oidc-audience-resolve-mapper',
  'oidc-claims-param-token-mapper',
  'oidc-claims-param-value-idtoken-mapper',
  'oidc-full-name-mapper',
  'oidc-group-membership-mapper',
  'oidc-hardcoded-claim-mapper',
  'oidc-hardcoded-role-mapper',
  'oidc-nonce-backwards-compatible-mapper',
  'oidc-organization-membership-mapper',
  'oidc-role-name-mapper',
  'oidc-session-state-mapper',
  'oidc-sha256-pairwise-sub-mapper',
  'oidc-sub-mapper',
  'oidc-usermodel-attribute-mapper',
  'oidc-usermodel-client-role-mapper',
  'oidc-usermodel-property-mapper',
  'oidc-usermodel-realm-role-mapper',
  'oidc-usersessionmodel-note-mapper',
  'saml-audience-mapper',
  'saml-audience-resolve-mapper',
  'saml-authn-context-class-ref-mapper',
  'saml-group-membership-mapper',
  'saml-hardcode-attribute-mapper',
  'saml-hardcode-role-mapper',
  'saml-organization-membership-mapper',
  'saml-role-list-mapper',
  'saml-role-name-mapper',
  'saml-user-attribute-mapper',
  'saml-user-attribute-nameid-mapper',
  'saml-user-property-mapper',
  'saml-user-session-note-mapper',
  'docker-v2-allow-all-mapper',
]);

/** Mappers whose claims can also be left out of introspection answers; an absent switch is written as on (Keycloak). */
const WITHOUT_INTROSPECTION: ReadonlySet<string> = new Set([
  'oidc-hardcoded-role-mapper',
  'oidc-role-name-mapper',
  'oidc-claims-param-token-mapper',
]);

export function withMapperDefaults(mapperId: string, config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!mapperId.startsWith('oidc-') || WITHOUT_INTROSPECTION.has(mapperId)) return config;
  return config['access.token.claim'] === undefined || 'introspection.token.claim' in config
    ? config
    : { ...config, 'introspection.token.claim': 'true' };
}
