import type { FlowState, Outcome, User, View } from '@anteroom/core';
import type { FlowContext, FlowEngine, FlowStep, Form } from '@anteroom/flows';

const NOTHING = { changes: [], upgrades: [], events: [], trace: null } as const;

/**
 * A flow engine with the shape of the real one and nothing of its insides: single sign-on, user name and password (`<name>-pw`), one
 * required action. What the protocol does with the steps is what these tests are about.
 */
export function createSimpleEngine(users: () => readonly User[], options: { readonly transient?: () => boolean } = {}): FlowEngine {
  const login = (error: string | null, fixed: User | null = null): View => ({
    kind: 'login',
    username: fixed?.username ?? '',
    usernameFixed: fixed !== null,
    rememberMe: false,
    error: error === null ? null : { key: error },
    info: null,
  });
  const state = (changes: Partial<FlowState> = {}): FlowState => ({
    flowId: 'flow',
    userId: null,
    statuses: {},
    notes: {},
    current: 'form',
    phase: 'flow',
    ...changes,
  });
  const outcomeOf = (context: FlowContext, user: User, fromSession: boolean): Outcome => ({
    userId: user.id,
    username: user.username,
    acr: '1',
    amr: ['pwd'],
    transient: options.transient?.() ?? false,
    persistence: null,
    trace: null,
    rememberMe: false,
    fromSession,
    authTime: fromSession && context.session !== null ? new Date(context.session.record.authTime) : new Date(),
    notes: {},
  });
  const done = (context: FlowContext, user: User, fromSession = false): FlowStep => ({
    kind: 'complete',
    ...NOTHING,
    state: state({ userId: user.id, phase: 'done' }),
    outcome: outcomeOf(context, user, fromSession),
    user,
  });
  const challenge = (view: View, changes: Partial<FlowState> = {}, executionId = 'form'): FlowStep => ({
    kind: 'challenge',
    otherWays: false,
    cancellable: false,
    ...NOTHING,
    state: state({ current: executionId, ...changes }),
    executionId,
    view,
  });
  const updatePassword = (user: User): FlowStep =>
    challenge(
      { kind: 'update-password', username: user.username, error: null, fieldErrors: {}, offerLogoutSessions: true },
      { userId: user.id, phase: 'required-actions' },
      'UPDATE_PASSWORD',
    );
  const check = (form: Form): User | null => {
    const user = users().find(({ username }) => username === form.username);
    return user !== undefined && form.password === `${user.username}-pw` ? user : null;
  };
  return {
    async start(context) {
      const { session, prompt, maxAge } = context;
      const tooOld = session !== null && maxAge !== null && Date.now() - session.record.authTime > maxAge * 1000;
      if (session !== null && !prompt.includes('login') && !tooOld) return done(context, session.user, true);
      return challenge(login(null, session?.user ?? null));
    },
    async submit(context, before, executionId, form) {
      if (before.phase === 'required-actions') {
        const user = users().find(({ id }) => id === before.userId);
        if (user === undefined || !form['password-new']) throw new Error('unexpected form');
        return done(context, user);
      }
      if (executionId !== 'form') return challenge(login(null));
      const user = check({ ...form, username: form.username ?? context.session?.user.username ?? '' });
      if (user === null) return challenge(login('invalidUserMessage'));
      return user.requiredActions.length > 0 ? updatePassword(user) : done(context, user);
    },
    async resume(_context, before) {
      const user = users().find(({ id }) => id === before.userId);
      return before.phase === 'required-actions' && user !== undefined ? updatePassword(user) : challenge(login(null));
    },
    offers: () => false,
    async directGrant(context, form) {
      const user = check(form);
      if (form.username === undefined)
        return { ...NOTHING, kind: 'refused', state: state(), refusal: 'invalid_user_credentials', view: null, missing: 'username' };
      const refused = (refusal: 'invalid_user_credentials' | 'user_disabled' | 'account_not_set_up') =>
        ({ kind: 'refused', ...NOTHING, state: state(), refusal, view: null, missing: null }) as const;
      if (user === null) return refused('invalid_user_credentials');
      if (!user.enabled) return refused('user_disabled');
      if (user.requiredActions.length > 0) return refused('account_not_set_up');
      return done(context, user) as Extract<FlowStep, { kind: 'complete' }>;
    },
  };
}
