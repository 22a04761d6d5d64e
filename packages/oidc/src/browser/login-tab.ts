import { createHash, createHmac } from 'node:crypto';
import { hashSecret, type IdSource, type SessionStore } from '@anteroom/core';
import { COOKIES } from './cookies.ts';
import type { Visit } from './visit.ts';

/** The browser's root of logins in progress: the value of `AUTH_SESSION_ID`, known to the browser and stored by hash only. */
export interface LoginRoot {
  readonly secret: string;
  /** True when the browser does not hold it yet. */
  readonly fresh: boolean;
}

const ROOT = /^[a-z0-9]\.[A-Za-z0-9_-]{43}$/i;

export function rootOf(
  cookie: string | undefined,
  { store, ids }: { readonly store: Pick<SessionStore, 'tag'>; readonly ids: IdSource },
): LoginRoot {
  if (cookie !== undefined && ROOT.test(cookie)) return { secret: cookie, fresh: false };
  return { secret: `${store.tag}.${ids.token(32)}`, fresh: true };
}

/** The root of a request that must already have one. */
export function existingRoot(cookie: string | undefined): LoginRoot | null {
  return cookie !== undefined && ROOT.test(cookie) ? { secret: cookie, fresh: false } : null;
}

/** Id of the record of one tab: `{root}.{tab}`, under the store's tag (settled 1, 3). */
export function loginId(root: LoginRoot, tab: string): string {
  return `${root.secret.slice(0, 2)}${hashSecret(root.secret)}.${tab}`;
}

/** The id of a new tab; not a secret. */
export const newTabId = (ids: IdSource): string => ids.token(9);

export const isTabId = (tab: string | undefined): tab is string => tab !== undefined && /^[A-Za-z0-9_-]{8,64}$/.test(tab);

/**
 * The `session_code` of a step: only who holds the root cookie can compute it, it changes with every step, and a reload shows the same
 * page with the same code without a write. The record keeps its hash.
 */
export function sessionCode(root: LoginRoot, tab: string, step: number): string {
  return createHmac('sha256', root.secret).update(`session-code.${tab}.${step}`).digest('base64url');
}

/** What a repeated POST must match to be the same POST: its body, keyed so that the record gives nothing away about a password. */
export function bodyProof(root: LoginRoot, form: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(Object.entries(form).sort(([one], [other]) => (one < other ? -1 : 1)));
  return createHmac('sha256', root.secret).update(`body.${body}`).digest('base64url');
}

/** For a browser that has none yet: the secret, and its hash for scripts that tell whether the browser is still the same. */
export function rootCookies({ jar }: Visit, { secret }: LoginRoot): readonly string[] {
  const hash = createHash('sha256').update(secret).digest('base64url');
  return [jar.set(COOKIES.root, secret), jar.set(COOKIES.rootHash, hash, { maxAge: 60, readable: true })];
}
