export * from './client-policies.ts';
export * from './client-rules.ts';
export { acceptedSecrets, rotatedSecret, withNextSecret, withoutRotatedSecret } from './client-secrets.ts';
export { isSecureRedirect } from './client-uris.ts';
export { type ClientSource, KNOWN_CONDITIONS } from './conditions.ts';
export { isSecureAlgorithm, KNOWN_EXECUTORS, type RequestRules } from './executors.ts';
