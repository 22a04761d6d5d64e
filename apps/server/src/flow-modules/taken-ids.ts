import { KNOWN_AUTHENTICATORS, KNOWN_REQUIRED_ACTIONS } from '@anteroom/flows';

/** Ids that a module may not use: Keycloak's and our own, whether they are available here or not. */
export const TAKEN_IDS: ReadonlySet<string> = new Set([...KNOWN_AUTHENTICATORS.map(({ id }) => id), ...KNOWN_REQUIRED_ACTIONS]);
