import type { Authenticator } from '../evaluate/authenticator.ts';
import { type Draft, setUser } from '../evaluate/draft.ts';

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
    if (asksForFreshProof(draft)) {
      draft.userFixed = true;
      return { kind: 'attempted', why: 'the request asks for a fresh proof' };
    }
    draft.fromSession = true;
    return { kind: 'success', why: 'the session of this browser answers' };
  },
  *action() {
    return { kind: 'attempted' };
  },
};

/** OpenID Connect Core §3.1.2.1: `prompt=login`, and `max_age` older than the last proof. */
function asksForFreshProof({ context, now }: Draft): boolean {
  if (context.prompt.includes('login')) return true;
  if (context.maxAge === null || context.session === null) return false;
  return now.getTime() > context.session.record.authTime + context.maxAge * 1000;
}
