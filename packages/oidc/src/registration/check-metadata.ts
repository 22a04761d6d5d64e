import { isAnteroomError } from '@anteroom/core';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { AUTH_METHODS, type ClientMetadata, GRANTS } from './client-metadata.ts';

/** RFC 7591 §3.2.2 */
export interface MetadataFault {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata';
  readonly description: string;
}

/** What a browser executes or reads from instead of going there. */
const EXECUTED = /^\s*(javascript|data|vbscript|file|blob|about):/i;
/** Browsers leave these out wherever they stand, so that `java\nscript:` runs. */
const LEFT_OUT = /[\t\r\n]/g;
const isExecuted = (uri: string) => EXECUTED.test(uri.replace(LEFT_OUT, ''));
const ADDRESSES = [
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'jwks_uri',
  'sector_identifier_uri',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
] as const;

const redirect = (description: string): MetadataFault => ({ error: 'invalid_redirect_uri', description });
const metadata = (description: string): MetadataFault => ({ error: 'invalid_client_metadata', description });

/** The first thing wrong with what a client says about itself; null when nothing is. */
export async function checkMetadata(given: ClientMetadata, outgoing: OutgoingRequests): Promise<MetadataFault | null> {
  for (const uri of [...(given.redirect_uris ?? []), ...(given.post_logout_redirect_uris ?? [])]) {
    if (isExecuted(uri)) return redirect('A redirect URI uses an illegal scheme');
    if (uri.includes('#')) return redirect('A redirect URI must not contain an URL fragment');
    // A wildcard is an administrator's word, not a client's.
    if (uri.includes('*') || !URL.canParse(uri)) return redirect('A redirect URI is not a valid URI');
  }
  for (const name of ADDRESSES) {
    const uri = given[name];
    if (uri !== undefined && (isExecuted(uri) || !URL.canParse(uri) || !/^https?:/i.test(uri)))
      return metadata(`${name} is not a valid URL`);
  }
  const method = given.token_endpoint_auth_method;
  if (method !== undefined && !AUTH_METHODS.includes(method)) return metadata(`token_endpoint_auth_method ${method} is not supported`);
  const grant = given.grant_types?.find((one) => !GRANTS.includes(one));
  if (grant !== undefined) return metadata(`grant_type ${grant} is not supported`);
  if (given.jwks !== undefined && given.jwks_uri !== undefined) return metadata('Illegal to use both jwks_uri and jwks');
  if (given.software_statement !== undefined) return metadata('software_statement is not supported');
  return given.sector_identifier_uri === undefined ? null : checkSector(given, given.sector_identifier_uri, outgoing);
}

/** OpenID Connect Registration §5: the list at that address has every redirect URI. */
async function checkSector(given: ClientMetadata, uri: string, outgoing: OutgoingRequests): Promise<MetadataFault | null> {
  const fault = metadata('Failed to get redirect URIs from the Sector Identifier URI.');
  try {
    const { status, body } = await outgoing.send(uri, { headers: { accept: 'application/json' } });
    const listed: unknown = status === 200 ? JSON.parse(body) : null;
    if (!Array.isArray(listed)) return fault;
    return (given.redirect_uris ?? []).every((one) => listed.includes(one))
      ? null
      : metadata('Client Redirect URIs does not match redirect URIs fetched from the Sector Identifier URI.');
  } catch (error) {
    if (isAnteroomError(error) || error instanceof SyntaxError) return fault;
    throw error;
  }
}
