import type { Client } from '@anteroom/core';

/** A confidential OpenID Connect client with a secret. */
export function buildClient(overrides: Partial<Client> = {}): Client {
  return {
    id: 'c0000000-0000-4000-8000-000000000001',
    clientId: 'acme-web',
    enabled: true,
    clientAuthenticatorType: 'client-secret',
    secret: 'acme-web-secret',
    redirectUris: ['https://app.example/callback'],
    webOrigins: [],
    notBefore: 0,
    bearerOnly: false,
    consentRequired: false,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: true,
    serviceAccountsEnabled: false,
    publicClient: false,
    frontchannelLogout: false,
    protocol: 'openid-connect',
    attributes: {},
    authenticationFlowBindingOverrides: {},
    fullScopeAllowed: true,
    protocolMappers: [],
    defaultClientScopes: [],
    optionalClientScopes: [],
    scopeMappings: [],
    ...overrides,
  };
}
