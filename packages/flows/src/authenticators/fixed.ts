import type { Authenticator, Result } from '../evaluate/authenticator.ts';
import type { Draft } from '../evaluate/draft.ts';
import { recordError } from './check-password.ts';

/** An authenticator that asks nobody anything. */
function fixed(id: string, decide: (draft: Draft, config: Readonly<Record<string, string>>) => Result): Authenticator {
  return {
    id,
    requiresUser: false,
    credentialType: null,
    setupAction: null,
    *configuredFor() {
      return true;
    },
    *authenticate({ draft, config }) {
      return decide(draft, config);
    },
    *action({ draft, config }) {
      return decide(draft, config);
    },
  };
}

export const allowAccess: Authenticator = fixed('allow-access-authenticator', () => ({ kind: 'success' }));

export const denyAccess: Authenticator = fixed('deny-access-authenticator', (draft, config) => {
  recordError(draft, draft.user, 'access_denied');
  return { kind: 'failed', refusal: 'access_denied', message: config.denyErrorMessage || 'access-denied' };
});
