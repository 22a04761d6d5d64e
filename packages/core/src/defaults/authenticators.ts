import type { AuthenticatorInfo } from '../representation/flow.ts';
import data from './authenticators.json' with { type: 'json' };

const KNOWN: Readonly<Record<string, AuthenticatorInfo>> = data;

/** Keycloak's words for an authenticator, whether this server has it or not; null for ids that nobody knows. */
export function authenticatorInfo(id: string): AuthenticatorInfo | null {
  return Object.hasOwn(KNOWN, id) ? (KNOWN[id] ?? null) : null;
}
