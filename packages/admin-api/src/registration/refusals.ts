import { AdminFailure } from '../http/failure.ts';

/** Refusals in the words of Keycloak's client registration; their form is that of RFC 7591 §3.2.2. */
const refusal = (status: number, error: string, error_description: string) => new AdminFailure(status, { error, error_description });

export const NOT_TO_VIEW = 'Not authorized to view client. Not valid token or client credentials provided.';
export const NOT_TO_UPDATE = 'Not authorized to update client. Maybe missing token or bad token type.';
/** Registration without a token is always refused, whatever policies a realm brought along: open registration is off. */
export const ANONYMOUS = "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.";

export const badToken = (description: string) => refusal(401, 'invalid_token', description);
export const notAllowed = (description = 'Forbidden') => refusal(403, 'insufficient_scope', description);
export const noSuchClient = () => refusal(404, 'invalid_request', 'Client not found');
export const badMetadata = (description: string) => refusal(400, 'invalid_client_metadata', description);
export const badRedirectUri = (description: string) => refusal(400, 'invalid_redirect_uri', description);
export const realmDisabled = () => refusal(403, 'access_denied', 'Realm not enabled');
