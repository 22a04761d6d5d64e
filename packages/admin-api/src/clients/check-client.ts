import { type Client, clientRules, type RealmSnapshot, settleClient } from '@anteroom/core';
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
const invalid = (description: string) => bad('invalid_input', description);

/** The client as the realm's client policies want it; what they refuse is answered. */
export function underPolicies(realm: RealmSnapshot, given: Client): Client {
  const { client, fault } = settleClient(given, clientRules({ realm, client: given, source: 'ByAuthenticatedUser', grantType: null }));
  if (fault !== null) throw bad('invalid_client_metadata', fault);
  return client;
}

/** Keycloak's validation of a client before it is written; the first violation is answered. */
export function checkClient(realm: RealmSnapshot, client: Client): void {
  checkUrl('Root URL', client.rootUrl, false);
  checkUrl('Admin URL', client.adminUrl, true);
  checkUrl('Base URL', client.baseUrl, true);
  for (const [attribute, name] of URL_ATTRIBUTES) {
    if (EXECUTED_SCHEMES.has(schemeOf(client.attributes[attribute] ?? ''))) throw invalid(`${name} uses an illegal scheme`);
  }
  for (const uri of client.redirectUris) checkRedirectUri(uri);
  for (const flowId of Object.values(client.authenticationFlowBindingOverrides)) {
    if (flowId !== '' && realm.flow(flowId) === null) throw invalid('Authentication flow binding names a flow that does not exist');
  }
}

function checkUrl(name: string, value: string | undefined, mayBeRelative: boolean): void {
  if (value === undefined || value === '') return;
  // `${authBaseUrl}` and its kin are filled in when the URL is used.
  const filled = value.replace(/\$\{(authBaseUrl|authAdminUrl)\}/, 'http://localhost');
  if (EXECUTED_SCHEMES.has(schemeOf(filled))) throw invalid(`${name} uses an illegal scheme`);
  if (mayBeRelative && filled.startsWith('/')) return;
  if (!URL.canParse(filled)) throw invalid(`${name} is not a valid URL`);
  if (filled.includes('#')) throw invalid(`${name} must not contain an URL fragment`);
}

function checkRedirectUri(uri: string): void {
  if (EXECUTED_SCHEMES.has(schemeOf(uri))) throw invalid('A redirect URI uses an illegal scheme');
  if (uri.includes('#')) throw invalid('Redirect URIs must not contain an URI fragment');
  if (/[\s<>"\\^`{|}]/.test(uri)) throw invalid('A redirect URI is not a valid URI');
}

const schemeOf = (uri: string) => /^\s*([a-z][a-z0-9+.-]*:)/i.exec(uri)?.[1]?.toLowerCase() ?? '';
