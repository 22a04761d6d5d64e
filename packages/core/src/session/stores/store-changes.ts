import { z } from 'zod';

/**
 * Which session store holds what, shared by all processes of an installation. Ids keep the tag they were made with; after a change of
 * store the records of a tag may live in another one.
 */
const storeChangeSchema = z.looseObject({
  id: z.string(),
  /** Tags of the stores that are emptied. */
  from: z.array(z.string()),
  to: z.string(),
  /** `asking`: do all processes know the target? Nothing moves yet. `finished`: the old stores hold nothing any more. */
  state: z.enum(['asking', 'moving', 'finished']),
  moved: z.number(),
  /** About how many are left. */
  remaining: z.number(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
});

export const storePlacesSchema = z.looseObject({
  v: z.literal(1),
  /** Rises whenever a record may have to be looked for in another place than before. */
  epoch: z.number(),
  /** Where ids without a tag live. */
  untagged: z.string(),
  /** Tag → tag of the store where its records live now; a tag that is not named lives in its own store. */
  homes: z.record(z.string(), z.string()),
  /** The latest change. */
  change: storeChangeSchema.nullable(),
});

export type StorePlaces = z.infer<typeof storePlacesSchema>;
export type StoreChange = NonNullable<StorePlaces['change']>;

/** Kept in the directory's database: a change of store must be seen by every process whatever becomes of the stores. */
export interface StoreChanges {
  /** Null before anything was written. What was written before a call began is seen by it. */
  get(): Promise<{ readonly revision: number; readonly places: StorePlaces } | null>;
  /** Replaces if the revision is still this one (0: if there is nothing yet); the new revision, null when another was faster. */
  put(revision: number, places: StorePlaces): Promise<number | null>;
  /** A process says which stores it knows, asked by the change of that epoch. */
  answer(process: string, epoch: number, tags: readonly string[]): Promise<void>;
  answers(epoch: number): Promise<readonly { readonly process: string; readonly tags: readonly string[] }[]>;
}

/** How the latest change of session store stands, for the console and the terminal. */
export interface StoreChangeReport {
  /** Tags of stores. */
  readonly from: readonly string[];
  readonly to: string;
  readonly state: StoreChange['state'];
  readonly moved: number;
  /** About; 0 when finished. */
  readonly remaining: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** Null when no store was ever changed. */
export async function getStoreChange(changes: Pick<StoreChanges, 'get'>): Promise<StoreChangeReport | null> {
  const change = (await changes.get())?.places.change ?? null;
  return change === null ? null : reportOf(change);
}

export function reportOf({ from, to, state, moved, remaining, startedAt, finishedAt }: StoreChange): StoreChangeReport {
  return {
    from,
    to,
    state,
    moved,
    remaining,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  };
}
