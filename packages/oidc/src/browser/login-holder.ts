import { hashSecret, type IdSource } from '@anteroom/core';
import { COOKIES } from './cookies.ts';
import type { OpenLogin } from './login-records.ts';
import type { Visit } from './visit.ts';

/** Tabs of one browser that may stand behind a first proof at the same time; the oldest has to begin again. */
const MOST_TABS = 5;

/**
 * A root cookie may have been planted: whoever set it knows the tab too. So the first proof of a login (a password that was right) gives
 * the browser a secret of its own, and from then on the tab belongs to who holds it (session fixation; OWASP ASVS 7.2.4).
 * Resolves with the hash for the record; the secret leaves with the answer only.
 */
export function giveHolder(visit: Visit, ids: IdSource): string {
  const secret = ids.token(16);
  const others = (visit.cookies[COOKIES.holder] ?? '').split('.').filter((held) => /^[A-Za-z0-9_-]{22}$/.test(held));
  visit.setCookies.push(visit.jar.set(COOKIES.holder, [secret, ...others.slice(0, MOST_TABS - 1)].join('.')));
  return hashSecret(secret);
}

/** Whether this browser may go on with the login: nobody has proven anything in it yet, or it holds the secret. */
export function isHolder(visit: Visit, { progress: { holder } }: OpenLogin): boolean {
  return holder === null || (visit.cookies[COOKIES.holder] ?? '').split('.').some((held) => hashSecret(held) === holder);
}
