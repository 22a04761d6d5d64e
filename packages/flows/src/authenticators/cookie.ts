import type { Authenticator } from '../evaluate/authenticator.ts';
import { type Draft, setUser } from '../evaluate/draft.ts';
import { requestedLevel } from '../levels/acr-levels.ts';
import { actionDemands } from '../levels/action-demands.ts';
import { flowLevels } from '../levels/flow-levels.ts';
import { highestHeld, LEVELS_NOTE, readLevels } from '../levels/held-levels.ts';

/** Single sign-on: the browser's session answers, unless the request asks for a fresh proof; then it only says who has to give it. */
export const cookieAuthenticator: Authenticator = {
  id: 'auth-cookie',
  requiresUser: false,
  credentialType: null,
  setupAction: null,
  *configuredFor() {
    return true;
  },
  *authenticate({ draft }) {
    const { session } = draft.context;
    if (session === null) return { kind: 'attempted', why: 'this browser has no session' };
    setUser(draft, session.user);
    draft.attempted = session.user.username;
    const demands = yield* actionDemands(draft);
    draft.neededLevel = demands.level;
    if (asksForFreshProof(draft) || demands.fresh) {
      draft.userFixed = true;
      return { kind: 'attempted', why: 'the request asks for a fresh proof' };
    }
    if (stepsUp(draft)) {
      draft.userFixed = true;
      draft.steppedUp = true;
      return { kind: 'attempted' };
    }
    draft.fromSession = true;
    return { kind: 'success', why: 'the session of this browser answers' };
  },
  *action() {
    return { kind: 'attempted' };
  },
};

/** In a flow that tells levels apart: the session's count on, and more is asked for than they are worth. */
function stepsUp(draft: Draft): boolean {
  const { realm, flow, session } = draft.context;
  const configured = flowLevels(realm, flow);
  if (configured.size === 0 || session === null) return false;
  for (const [level, at] of readLevels(session.record.notes[LEVELS_NOTE])) draft.levels.set(level, at);
  draft.level = highestHeld(draft.levels, configured, draft.now);
  return Math.max(requestedLevel(draft.context), draft.neededLevel) > draft.level;
}

/** OpenID Connect Core §3.1.2.1: `prompt=login`, and `max_age` older than the last proof. */
function asksForFreshProof({ context, now }: Draft): boolean {
  if (context.prompt.includes('login')) return true;
  if (context.maxAge === null || context.session === null) return false;
  return now.getTime() > context.session.record.authTime + context.maxAge * 1000;
}
