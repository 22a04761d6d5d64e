import type { Authenticator, Result } from '../evaluate/authenticator.ts';
import type { Draft } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';

type Persistence = NonNullable<Draft['persistence']>;

/** A step that says how the session of this login is kept, and asks nobody anything. Of several the last one counts. */
function keeping(id: string, choose: (config: Readonly<Record<string, string>>) => Persistence): Authenticator {
  function decide(draft: Draft, config: Readonly<Record<string, string>>): Result {
    draft.persistence = choose(config);
    return {
      kind: 'success',
      why: draft.persistence === 'none' ? 'no session is kept' : `the session goes to the ${draft.persistence} store`,
    };
  }
  return {
    id,
    isSetting: true,
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

/** The login leaves no session, no cookie and no refresh token (docs/transient-sessions.md). */
export const transientSession = keeping('transient-session', () => 'none');

/** `persistence`: `durable` (without configuration), `fast` or `none` (docs/session-persistence.md). */
export const sessionPersistence = keeping('session-persistence', ({ persistence = 'durable' }) => {
  if (persistence === 'durable' || persistence === 'fast' || persistence === 'none') return persistence;
  throw new FlowDenied('flow_misconfigured', `session-persistence: "${persistence}" is none of durable, fast and none`);
});
