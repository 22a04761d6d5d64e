import type { Client, RealmSnapshot, User } from '@anteroom/core';
import { z } from 'zod';
import type { KnownLogin } from '../browser/in-process-resume.ts';
import type { GrantCode, TokenBinding, TokenResponse } from '../tokens/token-grant.ts';
import { isBeforeRealmMark, isStale } from './check-user.ts';
import {
  asksForOffline,
  boundTo,
  type GrantDependencies,
  type GrantRequest,
  type GrantResult,
  issuesRefreshTokens,
  refused,
} from './grant-handler.ts';
import { bindOffline } from './offline-session.ts';

const snapshotSchema = z.looseObject({
  authTime: z.number(),
  acr: z.string(),
  amr: z.array(z.string()),
  notes: z.record(z.string(), z.string()),
});

/** What a request that waits for a login somewhere else knows of it: a device (RFC 8628), a client of back-channel authentication. */
export const approvalFields = {
  status: z.enum(['pending', 'approved', 'denied']),
  /** Seconds between two polls. */
  interval: z.number(),
  /** Epoch milliseconds of the last poll. */
  polledAt: z.number(),
  user: z.string().nullable(),
  session: z.string().nullable(),
  generation: z.string().nullable(),
  family: z.string().nullable(),
  snapshot: snapshotSchema.nullable(),
};

export type Approval = z.infer<z.ZodObject<typeof approvalFields>>;

/** As it begins. */
export const notApproved = (interval: number): Approval => ({
  status: 'pending',
  interval,
  polledAt: 0,
  user: null,
  session: null,
  generation: null,
  family: null,
  snapshot: null,
});

/** As a finished login makes it. */
export function approvedBy({ user, bound, family }: KnownLogin): Pick<Approval, 'status' | 'user' | 'family'> & Partial<Approval> {
  const binding =
    bound.kind === 'session'
      ? { session: bound.live.sid, generation: bound.entry.generation }
      : { snapshot: { ...bound.snapshot, amr: [...bound.snapshot.amr], authTime: bound.snapshot.authTime.getTime() } };
  return { status: 'approved', user: user.id, family, ...binding };
}

/** How much longer a caller waits that asks too often (RFC 8628 §3.5, CIBA §11). */
const SLOWER_SECONDS = 5;

/** The answer to a poll while nobody has decided. A poll is a write, so that two at once count as two. */
export async function answerPoll(
  { interval, polledAt }: Approval,
  now: number,
  update: (change: Partial<Approval>) => Promise<boolean>,
): Promise<GrantResult> {
  const tooSoon = polledAt !== 0 && now - polledAt < interval * 1000;
  const won = await update({ polledAt: now, interval: tooSoon ? interval + SLOWER_SECONDS : interval });
  return tooSoon || !won
    ? refused(400, 'slow_down', 'Slow down')
    : refused(400, 'authorization_pending', 'The authorization request is still pending');
}

export interface FoundLogin {
  readonly user: User;
  readonly binding: TokenBinding;
}

/** The login that was approved, if it still stands: user, session and this life of the client's part in it. */
export async function findApproved(
  { directory, sessions }: Pick<GrantDependencies, 'directory' | 'sessions'>,
  realm: RealmSnapshot,
  client: Client,
  state: Approval,
): Promise<FoundLogin | null> {
  const user = state.user === null ? null : await directory.users.get(realm.id, state.user);
  if (user === null || !user.enabled) return null;
  if (state.snapshot !== null) {
    const { authTime, acr, amr, notes } = state.snapshot;
    return { user, binding: { kind: 'transient', snapshot: { authTime: new Date(authTime), acr, amr, notes } } };
  }
  const live = state.session === null ? null : await sessions.get(realm, state.session);
  const entry = live?.record.clients[client.id];
  if (live === null || entry === undefined || entry.generation !== state.generation || isStale(live, user)) return null;
  if (isBeforeRealmMark(live)) return null;
  return { user, binding: { kind: 'session', live, entry } };
}

/** Its tokens. */
export async function issueApproved(
  { issuer, sessions }: Pick<GrantDependencies, 'issuer' | 'sessions'>,
  request: GrantRequest,
  { user, binding: online }: FoundLogin,
  asked: { readonly scope: string; readonly nonce: string | null; readonly family: string | null; readonly grant: GrantCode },
): Promise<TokenResponse> {
  const { realm, client } = request;
  const { scope, nonce, family, grant } = asked;
  const offline = online.kind === 'session' && asksForOffline(client, scope);
  const binding = offline ? await bindOffline(sessions, realm, client, online, family ?? '') : online;
  const refresh = binding.kind === 'session' && family !== null && issuesRefreshTokens(client) ? { family, counter: 0 } : null;
  return issuer.issue({ realm, client, user, binding, scope, grant, nonce, refresh, ...boundTo(request) });
}
