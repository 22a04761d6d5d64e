import type { SessionLimits } from '@anteroom/core';
import type { Authenticator } from '../evaluate/authenticator.ts';

/**
 * Keycloak's user-session-limits. How many sessions there are is counted when this login gets one, not here: between the two others may
 * begin (`userRealmLimit`, `userClientLimit`, `behavior`, `errorMessage`).
 */
export const sessionLimits: Authenticator = {
  id: 'user-session-limits',
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft, config }) {
    draft.limits = limitsOf(config);
    return { kind: 'success' };
  },
  *action() {
    return { kind: 'success' };
  },
};

function limitsOf(config: Readonly<Record<string, string>>): SessionLimits {
  return {
    ofUser: limitOf(config.userRealmLimit),
    ofClient: limitOf(config.userClientLimit),
    whenFull: /terminate/i.test(config.behavior ?? '') ? 'end-oldest' : 'deny',
    message: config.errorMessage || null,
  };
}

/** Zero and less switch a limit off. */
function limitOf(text: string | undefined): number | null {
  const number = Number(text || 0);
  return Number.isInteger(number) && number > 0 ? number : null;
}
