import { buildClient, buildRealmSnapshot, buildUser } from '@anteroom/testkit';
import { type AdvanceInput, advance } from '../evaluate/advance.ts';
import type { Authenticator, Condition, Result } from '../evaluate/authenticator.ts';
import { setUser } from '../evaluate/draft.ts';
import type { Fact, Need } from '../evaluate/need.ts';
import type { RequiredAction } from '../evaluate/required-action.ts';
import type { FlowStep } from '../flow-engine.ts';
import { flowTree, type Node } from './flow-tree.ts';

const USER = buildUser();
const VIEW = { kind: 'logout-confirm' } as const;

/** Leaves whose first letter says what they do, so that a table can be read. */
export const SCRIPT = {
  s: 'succeeds',
  a: 'attempts, without success',
  f: 'fails with an answer',
  c: 'shows a page; its form succeeds',
  k: 'shows a page; its form is an attempt without success',
  g: 'shows a page; its form fails with an answer',
  n: 'needs a user who has what it asks for, and this one has not',
  u: 'is not set up for the user, and may be set up',
  m: 'only says how the session is kept',
  x: 'is not available here',
  T: 'is a condition that holds',
  F: 'is a condition that does not hold',
  E: 'is a condition that throws',
} as const;

const RESULTS: Readonly<Record<string, readonly [shown: Result['kind'], posted: Result['kind']]>> = {
  s: ['success', 'success'],
  a: ['attempted', 'attempted'],
  f: ['failed', 'failed'],
  c: ['challenge', 'success'],
  k: ['challenge', 'attempted'],
  g: ['challenge', 'failed'],
  n: ['success', 'success'],
  u: ['success', 'success'],
  m: ['success', 'success'],
};

function scripted(id: string, letter: string): Authenticator {
  const [shown, posted] = RESULTS[letter] ?? ['attempted', 'attempted'];
  const needsUser = letter === 'n' || letter === 'u';
  const result = (kind: Result['kind']): Result => {
    if (kind === 'challenge') return { kind, view: VIEW };
    return kind === 'failed' ? { kind, refusal: 'access_denied', message: 'no' } : { kind };
  };
  return {
    id,
    ...(letter === 'm' ? { isSetting: true as const } : {}),
    requiresUser: needsUser,
    credentialType: null,
    setupAction: letter === 'u' ? 'SET_UP' : null,
    *configuredFor() {
      return !needsUser;
    },
    *authenticate({ draft }) {
      if (shown === 'success' && letter !== 'm') setUser(draft, USER);
      return result(shown);
    },
    *action({ draft }) {
      if (posted === 'success') setUser(draft, USER);
      return result(posted);
    },
  };
}

function condition(id: string, letter: string): Condition {
  return {
    id,
    *matches() {
      if (letter === 'E') throw new Error('cannot be judged');
      return letter === 'T';
    },
  };
}

/** Runs a tree of scripted executions with the pure core alone. */
export function createScriptedFlow(nodes: readonly Node[]) {
  const { flows, configs } = flowTree('top', nodes);
  const names = [...new Set(flows.flatMap(({ executions }) => executions).map(({ authenticator }) => authenticator ?? ''))].filter(
    (name) => name !== '',
  );
  const isCondition = (name: string) => 'TFE'.includes(name[0] ?? '');
  const action: RequiredAction = {
    id: 'SET_UP',
    *show() {
      return VIEW;
    },
    *submit() {
      return { kind: 'done', changes: [], events: [], logoutOtherSessions: false };
    },
  };
  const realm = buildRealmSnapshot({
    flows,
    authenticatorConfigs: configs,
    requiredActions: [{ alias: 'SET_UP', name: '', providerId: 'SET_UP', enabled: true, defaultAction: false, priority: 1, config: {} }],
  });
  const fixed = {
    context: {
      realm,
      client: buildClient(),
      flow: flows[0]!,
      ipAddress: '',
      session: null,
      prompt: [],
      maxAge: null,
      acrValues: [],
      loginHint: null,
      scopes: [],
      locale: 'en',
    },
    mode: 'browser' as const,
    now: new Date('2030-01-01T00:00:00.000Z'),
    authenticators: new Map(
      names.filter((name) => !isCondition(name) && name[0] !== 'x').map((name) => [name, scripted(name, name[0] ?? '')]),
    ),
    conditions: new Map(names.filter(isCondition).map((name) => [name, condition(name, name[0] ?? '')])),
    requiredActions: new Map([[action.id, action]]),
  };

  function answer(need: Need): Fact {
    if (need.kind === 'get-user') return USER;
    throw new Error(`nothing scripted asks for ${need.kind}`);
  }

  function run(rest: Pick<AdvanceInput, 'state' | 'command' | 'form'>): FlowStep {
    const facts: Fact[] = [];
    for (;;) {
      const next = advance({ ...fixed, ...rest }, facts);
      if (next.kind === 'done') return next.result.step;
      facts.push(answer(next.need));
    }
  }

  return {
    show: (state: FlowStep['state'] | null = null) => run({ state, command: { kind: 'show' }, form: null }),
    submit: (step: FlowStep, executionId: string, form: Record<string, string> = {}) =>
      run({ state: step.state, command: { kind: 'submit', executionId }, form }),
  };
}

/** What a step comes to: the page shown, the refusal, or `complete`; a set-up page counts as through. */
export function resultOf(step: FlowStep): string {
  if (step.kind === 'challenge') return step.state.phase === 'required-actions' ? 'complete' : `page ${step.executionId}`;
  return step.kind === 'refused' ? `refused ${step.refusal}` : step.kind;
}
