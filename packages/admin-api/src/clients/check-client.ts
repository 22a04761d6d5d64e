import { type Client, type ClientSource, clientRules, type RealmSnapshot, settleClient } from '@anteroom/core';
import { bad } from '../http/failure.ts';

const EXECUTED_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:']);
/** Shown to users as links, or called by the server. */
const URL_ATTRIBUTES = [
  ['logoUri', 'Logo URL'],
  ['policyUri', 'Policy URL'],
  ['tosUri', 'Terms of service URL'],
  ['backchannel.logout.url', 'Backchannel logout URL'],
  ['frontchannel.logout.url', 'Front-channel logout URL'],
  ['jwks.url', 'JWKS URL'],
] as const;

/** The client as the realm's client policies want it; what they refuse is answered. */
export function underPolicies(realm: RealmSnapshot, given: Client, source: ClientSource = 'ByAuthenticatedUser'): Client {
  const { client, fault } = settleClient(given, clientRules({ realm, client: given, source, grantType: null }));
  if (fault !== null) throw bad('invalid_client_metadata', fault);
  return client;
}

/** What is wrong with a client; the two kinds have different names in registration (RFC 7591 §3.2.2). */
export interface ClientFault {
  readonly of: 'redirect-uri' | 'metadata';
  readonly text: string;
}

/** Keycloak's validation of a client before it is written; the first violation is answered. */
export function checkClient(realm: RealmSnapshot, client: Client): void {
  const fault = firstFault(realm, client);
  if (fault !== null) throw bad('invalid_input', fault.text);
}

export function firstFault(realm: RealmSnapshot, client: Client): ClientFault | null {
  for (const uri of client.redirectUris) {
    const text = redirectUriFault(uri);
    if (text !== null) return { of: 'redirect-uri', text };
  }
  for (const text of metadataFaults(realm, client)) if (text !== null) return { of: 'metadata', text };
  return null;
}

function* metadataFaults(realm: RealmSnapshot, client: Client): Generator<string | null> {
  yield urlFault('Root URL', client.rootUrl, false);
  yield urlFault('Admin URL', client.adminUrl, true);
  yield urlFault('Base URL', client.baseUrl, true);
  for (const [attribute, name] of URL_ATTRIBUTES) {
    if (EXECUTED_SCHEMES.has(schemeOf(client.attributes[attribute] ?? ''))) yield `${name} uses an illegal scheme`;
  }
  for (const flowId of Object.values(client.authenticationFlowBindingOverrides)) {
    if (flowId !== '' && realm.flow(flowId) === null) yield 'Authentication flow binding names a flow that does not exist';
  }
}

function urlFault(name: string, value: string | undefined, mayBeRelative: boolean): string | null {
  if (value === undefined || value === '') return null;
  // `${authBaseUrl}` and its kin are filled in when the URL is used.
  const filled = value.replace(/\$\{(authBaseUrl|authAdminUrl)\}/, 'http://localhost');
  if (EXECUTED_SCHEMES.has(schemeOf(filled))) return `${name} uses an illegal scheme`;
  if (mayBeRelative && filled.startsWith('/')) return null;
  if (!URL.canParse(filled)) return `${name} is not a valid URL`;
  return filled.includes('#') ? `${name} must not contain an URL fragment` : null;
}

function redirectUriFault(uri: string): string | null {
  if (EXECUTED_SCHEMES.has(schemeOf(uri))) return 'A redirect URI uses an illegal scheme';
  if (uri.includes('#')) return 'A redirect URI must not contain an URL fragment';
  return /[\s<>"\\^`{|}]/.test(uri) ? 'A redirect URI is not a valid URI' : null;
}

const schemeOf = (uri: string) => /^\s*([a-z][a-z0-9+.-]*:)/i.exec(uri)?.[1]?.toLowerCase() ?? '';
