/** Kinds of identity provider that can be configured (Keycloak's ids), with their names. */
export const IDENTITY_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['oidc', 'OpenID Connect v1.0'],
  ['keycloak-oidc', 'Keycloak OpenID Connect'],
  ['oauth2', 'OAuth v2'],
  ['saml', 'SAML v2.0'],
  ['bitbucket', 'BitBucket'],
  ['facebook', 'Facebook'],
  ['github', 'GitHub'],
  ['gitlab', 'GitLab'],
  ['google', 'Google'],
  ['instagram', 'Instagram'],
  ['linkedin-openid-connect', 'LinkedIn'],
  ['microsoft', 'Microsoft'],
  ['openshift-v4', 'Openshift v4'],
  ['paypal', 'PayPal'],
  ['stackoverflow', 'StackOverflow'],
  ['twitter', 'Twitter'],
]);
