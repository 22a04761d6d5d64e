import type { ActionStatus, Change, Credential, FlowState, SessionLimits, SessionPersistence, TraceStep, User } from '@anteroom/core';
import type { FlowContext, FlowEvent, Form } from '../flow-engine.ts';
import { NO_LEVEL } from '../levels/acr-levels.ts';
import { type Ask, ask } from './need.ts';
import type { Status } from './status.ts';
import { openTrace, type Trace } from './trace.ts';

export type Mode = 'browser' | 'direct-grant';

/** What one run works on: the stored state, opened for writing, and what the run has read and found out. */
export interface Draft {
  readonly context: FlowContext;
  readonly mode: Mode;
  readonly now: Date;
  /** Fields of this request; null when a page is only shown. */
  readonly form: Form | null;
  // Stored in the login in progress.
  userId: string | null;
  readonly statuses: Map<string, Status>;
  readonly notes: Map<string, Map<string, string>>;
  current: string | null;
  phase: 'flow' | 'required-actions' | 'done';
  /** The execution whose "try another way" page is shown. */
  selector: string | null;
  /** What was typed as user name, for the next page; also of a name that nobody has. */
  attempted: string | null;
  /** A name that nobody has was accepted on a page of its own; whatever comes next fails as for a wrong password. */
  unknownUser: boolean;
  /** The user was known before the form (re-authentication): the form cannot change it. */
  userFixed: boolean;
  /** The single sign-on session that answered. */
  fromSession: boolean;
  /** How the session is to be kept; `none`: not at all. The last step that says so counts. */
  persistence: SessionPersistence | 'none' | null;
  /** Keycloak's client notes: what an authenticator says of this login to whatever comes after it. No execution reads them. */
  readonly clientNotes: Map<string, string>;
  /** Keycloak's user session notes: kept with the session, for mappers. */
  readonly userNotes: Map<string, string>;
  rememberMe: boolean;
  /** Credential types proven in this login, in order. */
  readonly methods: string[];
  /** The level of authentication of this login (`conditional-level-of-authentication`); -1: none yet. */
  level: number;
  /** Levels proven, in this login or before in its session, with the time. */
  readonly levels: Map<number, number>;
  /** A level that the action of this login demands, whatever the request asks for. */
  neededLevel: number;
  /** The session's proofs count on, and more are added to them (step-up). */
  steppedUp: boolean;
  /** What became of the action that the application asked for. */
  actionStatus: ActionStatus | null;
  /** The page shown is that action's, and nobody but the application wants it done. */
  initiated: boolean;
  chosenLocale: string | null;
  limits: SessionLimits | null;
  /** Required actions added by an execution that has to be set up. */
  readonly setup: Set<string>;
  /** Required actions finished in this login. */
  readonly finished: Set<string>;
  // Of this run only.
  user: User | null;
  credentials: { readonly userId: string; readonly list: readonly Credential[] } | null;
  /** Whom the attempt of this request is counted for. */
  attemptUser: User | null;
  attempt: 'none' | 'allowed' | 'refused';
  /** The flow is followed as it would go on behind a mailed link. Nothing of such a run is kept but what there would be to do. */
  readonly behindLink: boolean;
  /** What every execution decided, and why; null where the realm keeps no events. */
  readonly trace: Trace | null;
  /** What the execution that has just run says of itself, for the trace. */
  said: string | null;
  /** What went wrong without ending the run, for the log. */
  fault: unknown;
  wrong: 'password' | 'otp' | null;
  readonly changes: Change[];
  readonly upgrades: Change[];
  readonly events: FlowEvent[];
}

export interface DraftInput {
  readonly context: FlowContext;
  readonly mode: Mode;
  readonly now: Date;
  readonly form: Form | null;
  readonly state: FlowState | null;
}

const PERSISTENCE = ['durable', 'fast', 'none'] as const;

export function openDraft({ context, mode, now, form, state: stored }: DraftInput): Draft {
  // A state of another flow (the binding changed meanwhile) is not continued.
  const state = stored?.flowId === context.flow.id ? stored : null;
  const list = (key: string): string[] => (Array.isArray(state?.[key]) ? (state[key] as string[]) : []);
  return {
    context,
    mode,
    now,
    form,
    userId: state?.userId ?? null,
    statuses: new Map(Object.entries(state?.statuses ?? {}) as [string, Status][]),
    notes: new Map(Object.entries(state?.notes ?? {}).map(([id, notes]) => [id, new Map(Object.entries(notes))])),
    current: state?.current ?? null,
    phase: state?.phase === 'required-actions' ? 'required-actions' : 'flow',
    selector: typeof state?.selector === 'string' ? state.selector : null,
    attempted: typeof state?.attempted === 'string' ? state.attempted : null,
    unknownUser: state?.unknownUser === true,
    userFixed: state?.userFixed === true,
    fromSession: state?.fromSession === true,
    persistence: PERSISTENCE.find((one) => one === state?.persistence) ?? null,
    clientNotes: new Map(Object.entries((state?.clientNotes ?? {}) as Record<string, string>)),
    userNotes: new Map(Object.entries((state?.userNotes ?? {}) as Record<string, string>)),
    rememberMe: state?.rememberMe === true,
    methods: [...list('methods')],
    level: typeof state?.level === 'number' ? state.level : NO_LEVEL,
    levels: new Map(Object.entries((state?.levels ?? {}) as Record<string, number>).map(([level, at]) => [Number(level), at])),
    neededLevel: typeof state?.neededLevel === 'number' ? state.neededLevel : NO_LEVEL,
    steppedUp: state?.steppedUp === true,
    actionStatus: typeof state?.actionStatus === 'string' ? (state.actionStatus as ActionStatus) : null,
    initiated: state?.initiated === true,
    chosenLocale: context.chosenLocale ?? (typeof state?.chosenLocale === 'string' ? state.chosenLocale : null),
    limits: (state?.limits ?? null) as SessionLimits | null,
    setup: new Set(list('setup')),
    finished: new Set(list('finished')),
    user: null,
    credentials: null,
    attemptUser: null,
    attempt: 'none',
    behindLink: false,
    trace: context.realm.realm.eventsEnabled ? openTrace((state?.trace ?? []) as readonly TraceStep[]) : null,
    said: null,
    fault: null,
    wrong: null,
    changes: [],
    upgrades: [],
    events: [],
  };
}

export function closeDraft(draft: Draft): FlowState {
  return {
    flowId: draft.context.flow.id,
    userId: draft.userId,
    statuses: Object.fromEntries(draft.statuses),
    notes: Object.fromEntries([...draft.notes].map(([id, notes]) => [id, Object.fromEntries(notes)])),
    current: draft.current,
    phase: draft.phase,
    selector: draft.selector,
    attempted: draft.attempted,
    unknownUser: draft.unknownUser,
    userFixed: draft.userFixed,
    fromSession: draft.fromSession,
    persistence: draft.persistence,
    clientNotes: Object.fromEntries(draft.clientNotes),
    userNotes: Object.fromEntries(draft.userNotes),
    rememberMe: draft.rememberMe,
    methods: [...draft.methods],
    level: draft.level,
    levels: Object.fromEntries(draft.levels),
    neededLevel: draft.neededLevel,
    steppedUp: draft.steppedUp,
    actionStatus: draft.actionStatus,
    initiated: draft.initiated,
    chosenLocale: draft.chosenLocale,
    limits: draft.limits,
    setup: [...draft.setup],
    finished: [...draft.finished],
  };
}

/** The user of the login, read once per run; null when none is known yet or the account is gone. */
export function* currentUser(draft: Draft): Ask<User | null> {
  if (draft.userId === null) return null;
  if (draft.user?.id !== draft.userId) draft.user = yield* ask({ kind: 'get-user', userId: draft.userId });
  return draft.user;
}

export function setUser(draft: Draft, user: User): void {
  // What one person proved says nothing about another.
  if (draft.userId !== null && draft.userId !== user.id) draft.methods.length = 0;
  draft.user = user;
  draft.userId = user.id;
}

/** Credentials of the user of the login, read once per run. */
export function* currentCredentials(draft: Draft): Ask<readonly Credential[]> {
  return draft.userId === null ? [] : yield* credentialsOf(draft, draft.userId);
}

export function* credentialsOf(draft: Draft, userId: string): Ask<readonly Credential[]> {
  if (draft.credentials?.userId !== userId) draft.credentials = { userId, list: yield* ask({ kind: 'credentials', userId }) };
  return draft.credentials.list;
}
