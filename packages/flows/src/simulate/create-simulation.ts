import {
  type Credential,
  type LoginFailures,
  RealmSnapshot,
  type SessionRecord,
  type SimulateLogin,
  type Simulation,
  type SimulationResult,
  TRANSIENT_SWITCH,
  type User,
  type View,
} from '@anteroom/core';
import { createFlowEngine, type FlowEngineDependencies } from '../create-flow-engine.ts';
import type { FlowContext, FlowStep, Form } from '../flow-engine.ts';
import { inertPorts } from './inert-ports.ts';
import { simulatedCode } from './simulated-otp.ts';
import { withoutCalls } from './without-calls.ts';

export interface SimulationDependencies
  extends Pick<FlowEngineDependencies, 'directory' | 'clock' | 'ids' | 'log' | 'authenticators' | 'conditions' | 'custom'> {
  readonly failures: Pick<LoginFailures, 'get' | 'isLocked'>;
}

/** A flow with more pages than this goes round in circles. */
const MOST_PAGES = 20;

/** The engine that logs people in, over ports without effect: what it decides here it would decide there. */
export function createSimulation(dependencies: SimulationDependencies): SimulateLogin {
  return async (simulation) => {
    const ports = inertPorts(dependencies, simulation.password);
    const engine = createFlowEngine({ ...dependencies, ...ports, custom: withoutCalls(dependencies.custom ?? {}) });
    const now = dependencies.clock.now();
    const realm = withDrafts(simulation);
    const user = await find(dependencies, realm, simulation.login);
    const credentials = user === null ? [] : await ports.directory.credentials.list(realm.id, user.id);
    const context = contextOf(simulation, realm, user, now);
    const typed = typing(simulation, credentials, now);

    if (simulation.binding === 'direct_grant') return resultOf(await engine.directGrant(context, { ...typed }), simulation);
    let step = await engine.start(context);
    const answered = new Set<string>();
    while (step.kind === 'challenge' && answered.size < MOST_PAGES) {
      const form = answerTo(step.view, typed);
      // Shown a second time, a page has not taken the answer.
      if (form === null || answered.has(step.executionId)) break;
      answered.add(step.executionId);
      step = await engine.submit(context, step.state, step.executionId, form);
    }
    return resultOf(step, simulation);
  };
}

/** Events are on in a simulation, whatever the realm says: the trace is what it is for. */
function withDrafts({ realm: { configuration }, drafts = { flows: [], configs: [] } }: Simulation): RealmSnapshot {
  const { realm, flows, authenticatorConfigs } = configuration;
  return new RealmSnapshot({
    ...configuration,
    realm: { ...realm, eventsEnabled: true },
    flows: [...drafts.flows, ...without(flows, drafts.flows)],
    authenticatorConfigs: [...drafts.configs, ...without(authenticatorConfigs, drafts.configs)],
  });
}

function without<T extends { readonly id: string }>(stored: readonly T[], replaced: readonly T[]): readonly T[] {
  const gone = new Set(replaced.map(({ id }) => id));
  return stored.filter(({ id }) => !gone.has(id));
}

async function find({ directory: { users } }: SimulationDependencies, realm: RealmSnapshot, login: string): Promise<User | null> {
  const byEmail = realm.realm.loginWithEmailAllowed && login.includes('@') ? await users.findByEmail(realm.id, login) : null;
  return byEmail ?? users.findByUsername(realm.id, login);
}

function contextOf(simulation: Simulation, realm: RealmSnapshot, user: User | null, now: Date): FlowContext {
  const { flow, client, prompt, scopes, acrValues } = simulation;
  const session = simulation.session && user !== null ? { sid: 'simulated', record: sessionOf(user, now), user } : null;
  return { realm, flow, client, prompt, scopes, acrValues, session, ipAddress: '', maxAge: null, loginHint: null, locale: 'en' };
}

function sessionOf(user: User, now: Date): SessionRecord {
  const at = now.getTime();
  return {
    ...{ v: 1, user: user.id, username: user.username, started: at, lastAccess: at, authTime: at, acr: '1', amr: ['pwd'] },
    ...{ rememberMe: false, ipAddress: '', authMethod: 'openid-connect', secretHash: null, notes: {}, clients: {} },
  };
}

interface Typed {
  readonly username: string;
  readonly password: string;
  /** Absent: the user has no device. */
  readonly otp?: string;
}

function typing({ login, otp }: Simulation, credentials: readonly Credential[], now: Date): Typed {
  const device = credentials.find(({ type }) => type === 'otp');
  const given = { username: login, password: 'simulated' };
  if (device === undefined) return given;
  const right = simulatedCode(device, now);
  return { ...given, otp: otp === 'right' ? right : right.replace(/^./, (digit) => String((Number(digit) + 1) % 10)) };
}

/** What a person would type into a page; null for one that needs more than this knows. */
function answerTo({ kind }: View, { username, password, otp }: Typed): Form | null {
  switch (kind) {
    case 'login':
      return { username, password };
    case 'username':
    case 'reset-password':
      return { username };
    case 'password':
      return { password };
    case 'otp':
      return otp === undefined ? null : { otp };
    default:
      return null;
  }
}

function resultOf(step: FlowStep, { client, flow }: Simulation): SimulationResult {
  const trace = step.trace ?? { flowId: flow.id, flow: flow.alias, steps: [] };
  const nobody = { acr: null, amr: [], transient: false, persistence: null, trace, refusal: null, page: null };
  switch (step.kind) {
    case 'complete': {
      const { acr, amr, persistence } = step.outcome;
      const transient = step.outcome.transient || client.attributes[TRANSIENT_SWITCH] === 'true';
      return { ...nobody, outcome: 'complete', acr, amr, transient, persistence };
    }
    case 'refused':
      return { ...nobody, outcome: 'refused', refusal: step.refusal };
    case 'mailed':
      return { ...nobody, outcome: 'mailed' };
    case 'ended':
      // Behind a page that only a person confirms.
      return { ...nobody, outcome: 'refused', refusal: 'rejected_by_user' };
    case 'challenge': {
      const requiredAction = step.state.phase === 'required-actions';
      return { ...nobody, outcome: 'page', page: { executionId: step.executionId, kind: step.view.kind, requiredAction } };
    }
  }
}
