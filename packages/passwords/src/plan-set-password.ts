import type { Change, Clock, Credential, IdSource, PasswordHasher, Realm, User } from '@anteroom/core';
import { temporaryMark } from './password-expiry.ts';
import { parsePasswordPolicy } from './policy/password-policy.ts';

export interface NewPassword {
  readonly realm: Realm;
  readonly user: Pick<User, 'id' | 'requiredActions' | 'credentialVersion'>;
  /** All credentials of the user. */
  readonly credentials: readonly Credential[];
  readonly password: string;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** Adds UPDATE_PASSWORD; otherwise it is taken away. */
  readonly temporary: boolean;
  /** `end` refuses every session begun until now (settled 15); `keep` for a user who did not ask for that. */
  readonly sessions: 'end' | 'keep';
}

/**
 * The changes that set a password, to be committed with whatever else belongs to it. Hashes first, so nothing waits inside the
 * transaction. The policy is the caller's: an import or an administrator's tool may set what a user may not.
 * Every mailed link made before is dead afterwards; the guard makes two racing changes one.
 */
export async function planSetPassword(input: NewPassword): Promise<readonly Change[]> {
  const { realm, user, clock, ids } = input;
  const hashed = await input.hasher.hash(realm, input.password);
  const current = input.credentials.find((credential) => credential.type === 'password') ?? null;
  const credential: Credential = {
    id: current?.id ?? ids.uuid(),
    userId: user.id,
    type: 'password',
    userLabel: current?.userLabel ?? null,
    createdAt: clock.now(),
    priority: current?.priority ?? Math.max(0, ...input.credentials.map((other) => other.priority)) + 10,
    ...hashed,
    ...(input.temporary && { credentialData: { ...hashed.credentialData, ...temporaryMark(realm) } }),
  };
  const changes: Change[] = [{ kind: 'put-credential', credential }, ...planHistory(input, current)];
  changes.push({ kind: 'raise-credential-version', userId: user.id, expected: user.credentialVersion });
  const others = user.requiredActions.filter((action) => action !== 'UPDATE_PASSWORD');
  const requiredActions = input.temporary ? [...others, 'UPDATE_PASSWORD'] : others;
  const actionsChange = requiredActions.length !== user.requiredActions.length;
  if (actionsChange || input.sessions === 'end') {
    const patch = { ...(actionsChange && { requiredActions }), ...(input.sessions === 'end' && { sessionsNotBefore: clock.now() }) };
    changes.push({ kind: 'update-user', id: user.id, patch });
  }
  return changes;
}

/** Keeps as many older passwords as the policy compares with: n − 1 for `passwordHistory(n)`, the days' for `passwordAge`. */
function planHistory({ realm, user, credentials, ids, clock }: NewPassword, current: Credential | null): Change[] {
  const { rules } = parsePasswordPolicy(realm.passwordPolicy ?? '', { unknown: 'keep' });
  const kept = Math.max(0, ...rules.map((rule) => (rule.id === 'passwordHistory' ? rule.value - 1 : 0)));
  const days = Math.max(0, ...rules.map((rule) => (rule.id === 'passwordAge' ? rule.value : 0)));
  const since = clock.now().getTime() - days * 86_400_000;
  const older = credentials
    .filter((credential) => credential.type === 'password-history')
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const history = current === null ? older : [{ ...current, id: ids.uuid(), type: 'password-history' as const }, ...older];
  const changes: Change[] = [];
  history.forEach((credential, index) => {
    const stays = index < kept || (days > 0 && credential.createdAt.getTime() >= since);
    const isNew = current !== null && index === 0;
    if (isNew && stays) changes.push({ kind: 'put-credential', credential });
    if (!isNew && !stays) changes.push({ kind: 'delete-credential', userId: user.id, id: credential.id });
  });
  return changes;
}
