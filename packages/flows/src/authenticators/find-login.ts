import type { User } from '@anteroom/core';
import type { Draft } from '../evaluate/draft.ts';
import { type Ask, ask } from '../evaluate/need.ts';

/** The account of a typed name: by address where the realm allows it and it looks like one, else by user name. Service accounts have no login. */
export function* findLogin(draft: Draft, typed: string): Ask<User | null> {
  const login = typed.trim();
  draft.attempted = login;
  if (login === '') return null;
  const user = yield* ask({ kind: 'find-user', login });
  return user === null || user.serviceAccountClient !== null ? null : user;
}
