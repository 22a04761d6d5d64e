import type { User } from '@anteroom/core';

/** One mail of a kind in this time to one person, whoever asks and however often. */
export const MAIL_PAUSE_MS = 60_000;

/** The language of a mail: the person's own, if they have chosen one (null), rather than that of whoever filled in the form. */
export function ownLocale(user: User, locale: string): string | null {
  return user.attributes.locale?.[0] === undefined ? locale : null;
}
