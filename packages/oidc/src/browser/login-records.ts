import {
  type Clock,
  type FlowState,
  type FlowTrace,
  hashSecret,
  type LoginRecord,
  type Outcome,
  type RealmSnapshot,
  type SessionStore,
} from '@anteroom/core';
import type { FlowPurpose } from '@anteroom/flows';
import { z } from 'zod';
import { type LoginRoot, loginId, sessionCode } from './login-tab.ts';

/** Our own part of a login in progress. */
export interface LoginProgress {
  /** Rises with every page: a form of an earlier one is stale. */
  readonly step: number;
  /** The person asked to log in anew, as whoever. */
  readonly ignoreSession: boolean;
  /** What the flow in progress is for. */
  readonly purpose: FlowPurpose;
  /** Who it is, once only the consent is missing. */
  readonly outcome: Outcome | null;
  /** The user's not-before mark at the last step, once it is known who it is: a younger one (new password, disabled) voids the login. */
  readonly userMark: number | null;
  /** Hash of the secret that the browser was given with the first proof; null before. */
  readonly holder: string | null;
  readonly flow: FlowState | null;
}

/** A login in progress of one tab. */
export interface OpenLogin {
  readonly root: LoginRoot;
  readonly tab: string;
  readonly version: number;
  readonly client: string;
  /** The authorization request as it came. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly progress: LoginProgress;
  readonly done: { readonly session: string | null; readonly proof: string | null } | null;
}

/** The records of logins in progress. All changes are compare-and-set: of two submits one wins. */
export interface LoginRecords {
  create(
    realm: RealmSnapshot,
    root: LoginRoot,
    login: Pick<OpenLogin, 'tab' | 'client' | 'parameters'> & { readonly progress: Omit<LoginProgress, 'step'> },
  ): Promise<OpenLogin>;
  get(realm: RealmSnapshot, root: LoginRoot, tab: string): Promise<OpenLogin | null>;
  /** The next page; null when another request was faster. */
  advance(realm: RealmSnapshot, login: OpenLogin, progress: Omit<LoginProgress, 'step'>): Promise<OpenLogin | null>;
  /** Ends an ordinary login; for a minute the same POST finds out (settled 5). False when another request was faster. */
  finish(realm: RealmSnapshot, login: OpenLogin, done: { readonly session: string; readonly proof: string }): Promise<boolean>;
  /** Ends a login without a trace (transient, refused). False when another request was faster. */
  take(realm: RealmSnapshot, login: OpenLogin): Promise<boolean>;
  /** Whether a posted `session_code` is the one of the current page. */
  isCurrentCode(login: OpenLogin, code: string | undefined): boolean;
  codeOf(login: OpenLogin): string;
}

const DONE_SECONDS = 60;

const stateSchema = z.looseObject({
  step: z.number(),
  ignoreSession: z.boolean(),
  purpose: z.enum(['login', 'reset-credentials', 'registration']).default('login'),
  userMark: z.number().nullable(),
  holder: z.string().nullable().default(null),
  outcome: z
    .looseObject({
      userId: z.string(),
      username: z.string(),
      acr: z.string(),
      amr: z.array(z.string()),
      transient: z.boolean(),
      persistence: z.enum(['durable', 'fast']).nullable().default(null),
      trace: z.custom<FlowTrace>().nullable().default(null),
      rememberMe: z.boolean(),
      fromSession: z.boolean(),
      authTime: z.number(),
      notes: z.record(z.string(), z.string()),
      limits: z
        .object({
          ofUser: z.number().nullable(),
          ofClient: z.number().nullable(),
          whenFull: z.enum(['deny', 'end-oldest']),
          message: z.string().nullable(),
        })
        .nullish(),
      action: z.object({ alias: z.string(), status: z.enum(['success', 'cancelled', 'error']) }).nullish(),
    })
    .nullable(),
});

export function createLoginRecords(dependencies: { readonly store: SessionStore; readonly clock: Clock }): LoginRecords {
  const { store, clock } = dependencies;
  const keyOf = (realm: RealmSnapshot, root: LoginRoot, tab: string) =>
    ({ type: 'login', realmId: realm.id, id: loginId(root, tab) }) as const;
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);

  return {
    async create(realm, root, { tab, client, parameters, progress }) {
      const login: OpenLogin = { root, tab, version: 1, client, parameters, progress: { ...progress, step: 1 }, done: null };
      await store.create(keyOf(realm, root, tab), toRecord(login), { expiresAt: after(lifespan(realm)) });
      return login;
    },
    async get(realm, root, tab) {
      const stored = await store.get(keyOf(realm, root, tab));
      return stored === null ? null : fromRecord(root, stored.version, stored.value);
    },
    async advance(realm, login, progress) {
      const next: OpenLogin = { ...login, version: login.version + 1, progress: { ...progress, step: login.progress.step + 1 } };
      const won = await store.put(keyOf(realm, login.root, login.tab), login.version, toRecord(next), {
        expiresAt: after(lifespan(realm)),
      });
      return won ? next : null;
    },
    async finish(realm, login, done) {
      const at = clock.now().getTime();
      // The flow's state stays for that minute: a crash before the session was written leaves the same POST something to go on from.
      const record = { ...toRecord({ ...login, progress: { ...login.progress, outcome: null } }), done: { ...done, at } };
      return store.put(keyOf(realm, login.root, login.tab), login.version, record, { expiresAt: after(DONE_SECONDS) });
    },
    take: async (realm, login) => (await store.take(keyOf(realm, login.root, login.tab))) !== null,
    isCurrentCode: (login, code) => code !== undefined && hashSecret(code) === hashSecret(codeOf(login)),
    codeOf,
  };
}

function codeOf({ root, tab, progress }: OpenLogin): string {
  return sessionCode(root, tab, progress.step);
}

/** Keycloak `SessionExpiration.getAuthSessionLifespan` */
function lifespan({ realm }: RealmSnapshot): number {
  return Math.max(realm.accessCodeLifespanLogin, realm.accessCodeLifespanUserAction, realm.accessCodeLifespan);
}

function toRecord(login: OpenLogin): LoginRecord {
  const { step, ignoreSession, purpose, outcome, userMark, holder, flow } = login.progress;
  return {
    v: 1,
    tab: login.tab,
    client: login.client,
    protocol: 'openid-connect',
    request: { ...login.parameters },
    protocolState: {
      step,
      ignoreSession,
      purpose,
      userMark,
      holder,
      outcome: outcome === null ? null : { ...outcome, authTime: outcome.authTime.getTime() },
    },
    flow: flow === null ? null : { ...flow },
    sessionCodeHash: hashSecret(codeOf(login)),
    done: null,
    transient: outcome?.transient ?? false,
  };
}

function fromRecord(root: LoginRoot, version: number, record: LoginRecord): OpenLogin {
  const { step, ignoreSession, purpose, outcome, userMark, holder } = stateSchema.parse(record.protocolState);
  return {
    root,
    tab: record.tab,
    version,
    client: record.client,
    parameters: record.request,
    progress: {
      step,
      ignoreSession,
      purpose,
      userMark,
      holder,
      outcome: outcome === null ? null : { ...outcome, authTime: new Date(outcome.authTime) },
      flow: record.flow as FlowState | null,
    },
    done:
      record.done === null
        ? null
        : { session: record.done.session, proof: typeof record.done.proof === 'string' ? record.done.proof : null },
  };
}
