import type { IdSource } from '../clock.ts';
import type { Client } from '../directory/client.ts';
import type { ThingKind } from '../directory/history.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { ImportReport } from '../import/import-report.ts';
import type { NameTable } from '../import/names.ts';
import { type Representation, readObjects, readText } from '../representation/read.ts';

/** What the sections of a plan share. */
export interface PlanContext {
  readonly realm: RealmSnapshot;
  readonly clients: readonly Client[];
  readonly document: Representation;
  readonly ids: IdSource;
  /** Those of the realm, and of what the plan would create. */
  readonly names: NameTable;
  readonly report: ImportReport;
}

/** One thing as it is (null: not there) and as the document wants it. */
export interface Desired {
  readonly kind: ThingKind;
  readonly name: string;
  readonly before: object | null;
  readonly after: object;
}

/** A list of named things with those of a document over those that are there; the others stay. */
export function mergedByName<T extends { readonly name: string }>(
  present: readonly T[],
  given: readonly Representation[] | undefined,
  read: (representation: Representation, before: T | undefined) => T,
): readonly T[] {
  if (given === undefined) return present;
  const merged = new Map(present.map((item) => [item.name, item]));
  for (const representation of given) {
    const name = readText(representation, 'name') ?? '';
    merged.set(name, read(representation, merged.get(name)));
  }
  return [...merged.values()];
}

export const listOf = (document: Representation, key: string): readonly Representation[] => readObjects(document, key) ?? [];

/** The same values in the same order where they are the same set: a document's order of a set is no difference. */
export function asSet(before: readonly string[] | undefined, after: readonly string[]): readonly string[] {
  const same = before !== undefined && before.length === after.length && after.every((value) => before.includes(value));
  return same ? before : after;
}
