import type { Client } from '../directory/client.ts';

const URL_ATTRIBUTES = [
  'jwks.url',
  'backchannel.logout.url',
  'frontchannel.logout.url',
  'logoUri',
  'policyUri',
  'tosUri',
  'sector.identifier.uri',
];
const LISTS = ['request.uris', 'post.logout.redirect.uris'];

const isSecure = (uri: string): boolean => uri.startsWith('https://') && !uri.includes('*') && URL.canParse(uri);

/** Whether a redirect URI is https and names one place. */
export const isSecureRedirect = isSecure;

/** The first address of a client that is not https or that is a pattern; null when all are fine (Keycloak's `secure-client-uris`). */
export function insecureUri(client: Client): string | null {
  const { rootUrl = '', baseUrl = '', adminUrl = '', redirectUris, webOrigins, attributes } = client;
  const named: readonly (readonly [string, readonly string[]])[] = [
    ['rootUrl', [rootUrl]],
    ['adminUrl', [adminUrl]],
    // Relative to the root URL.
    ['baseUrl', baseUrl.startsWith('/') ? [] : [baseUrl]],
    ['redirectUris', redirectUris],
    ['webOrigins', webOrigins.filter((origin) => origin !== '+')],
    ...URL_ATTRIBUTES.map((name) => [name, [attributes[name] ?? '']] as const),
    ...LISTS.map((name) => [name, (attributes[name] ?? '').split('##').filter((uri) => uri !== '+' && uri !== '-')] as const),
  ];
  for (const [name, uris] of named) if (uris.some((uri) => uri !== '' && !isSecure(uri))) return name;
  return null;
}
