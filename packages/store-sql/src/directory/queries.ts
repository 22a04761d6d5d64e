import { createHash } from 'node:crypto';
import type { Page } from '@anteroom/core';
import type { Knex } from 'knex';

/** Page of a select that is ordered; `max` 0 gives none. */
export function paged<T extends Knex.QueryBuilder>(select: T, page: Page): T {
  if (page.max !== undefined && page.max >= 0) select.limit(page.max);
  // An offset needs a limit on some databases.
  else if (page.first) select.limit(2 ** 31 - 1);
  if (page.first) select.offset(page.first);
  return select;
}

/** A LIKE pattern in lower case with `!` as its escape character. */
export function likePattern(text: string, kind: 'exact' | 'infix' | 'prefix' | 'wildcards'): string {
  const escaped = text.toLowerCase().replace(/[!%_]/g, '!$&');
  if (kind === 'exact') return escaped;
  if (kind === 'infix') return `%${escaped}%`;
  if (kind === 'prefix') return `${escaped}%`;
  const pattern = escaped.replaceAll('*', '%');
  return pattern.endsWith('%') ? pattern : `${pattern}%`;
}

/** Values of any length are found by their hash. */
export function valueHash(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

export function toDate(value: number | string | null): Date | null {
  return value === null ? null : new Date(Number(value));
}

export function toMillis(value: Date | null): number | null {
  return value === null ? null : value.getTime();
}

/** Rows that a sweep frees at once: others get at the table in between. */
const SWEPT = 500;

/**
 * Deletes a bounded part of what `old` names of a realm; gives how many went. `first` deletes what hangs on them: what a process that dies
 * in between leaves behind is found again.
 */
export async function sweepOf(
  db: Knex,
  table: string,
  realmId: string,
  old: (select: Knex.QueryBuilder) => void,
  first?: (ids: readonly string[]) => Promise<unknown>,
): Promise<number> {
  const rows: { id: string }[] = await db(table).select('id').where({ realm_id: realmId }).where(old).limit(SWEPT);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await first?.(ids);
  return db(table).where({ realm_id: realmId }).whereIn('id', ids).delete();
}
