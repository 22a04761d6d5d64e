export { createLogoutDelivery } from './backchannel-logout/logout-delivery.ts';
export { createOidc, type Oidc, type OidcDependencies } from './create-oidc.ts';
export { createLoginEvents, type LoginEvents, type NewLoginEvent } from './events/login-events.ts';
export { type FormBody, type HttpAnswer, type HttpContext, type HttpRequest, MAX_FORM_BYTES } from './http-context.ts';
export { createKeyGenerator } from './keys/key-generator.ts';
export { type KeysMetadata, keysMetadata } from './keys/keys-metadata.ts';
export { createOutgoingRequests } from './outgoing/outgoing-requests.ts';
export { parseForm } from './parse-form.ts';
export { createSignedTokens } from './signed/signed-tokens.ts';
