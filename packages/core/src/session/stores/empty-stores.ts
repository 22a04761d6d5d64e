import { isAnteroomError } from '../../errors.ts';
import type { HeldRecord } from '../record-moves.ts';
import type { SessionStore } from '../session-store.ts';
import { type BringOver, movesOf } from './bring-over.ts';
import type { ChangeRecord } from './change-record.ts';
import type { StoreChangeReport } from './store-changes.ts';

export interface DrainListener {
  progress(report: StoreChangeReport): void;
  /** A store cannot be reached; the drain goes on when it can. */
  trouble(error: Error): void;
}

const PAGE = 100;
/** Moved at once: a store is to serve others meanwhile. */
const LANES = 8;
/** After a store could not be reached. */
const PAUSE_MS = 500;

/**
 * Brings over what the sources hold, until a walk over all of them finds nothing. A store that cannot be reached is asked again until it
 * can: everything moved stays moved, everything else stays where it is.
 */
export async function emptyStores({
  sources,
  target,
  bringOver,
  record,
  stillOurs,
  wait,
  progress,
  trouble,
}: DrainListener & {
  readonly sources: readonly SessionStore[];
  readonly target: SessionStore;
  readonly bringOver: BringOver;
  readonly record: ChangeRecord;
  readonly stillOurs: () => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<void>;
}): Promise<void> {
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isAnteroomError(error, 'store_unavailable')) throw error;
        trouble(error);
        await wait(PAUSE_MS);
        await patientlyOurs();
      }
    }
  };
  /** The directory may be what cannot be reached. */
  const patientlyOurs = () =>
    stillOurs().catch((error: unknown) => {
      if (!isAnteroomError(error, 'store_unavailable')) throw error;
    });

  let moved = record.report().moved;
  const sizes = await patiently(() => Promise.all(sources.map((source) => movesOf(source).size())));
  let remaining = sizes.reduce((total, size) => total + size, 0);

  const bringPage = async (source: SessionStore, page: readonly HeldRecord[]): Promise<number> => {
    const queue = [...page];
    let brought = 0;
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let held = queue.shift(); held !== undefined; held = queue.shift()) {
          const { key } = held;
          if ((await patiently(() => bringOver(source, target, key, async () => true))) === 'moved') brought += 1;
        }
      }),
    );
    return brought;
  };

  let found: number;
  do {
    found = 0;
    for (const source of sources) {
      let after: string | undefined;
      do {
        const from = after;
        const { held, next } = await patiently(() => movesOf(source).scan({ limit: PAGE, ...(from === undefined ? {} : { after: from }) }));
        found += held.length;
        const brought = await bringPage(source, held);
        moved += brought;
        remaining = Math.max(0, remaining - brought);
        await patiently(async () => {
          await stillOurs();
          if (brought > 0) await record.progress(moved, remaining);
        });
        progress(record.report());
        after = next ?? undefined;
      } while (after !== undefined);
    }
  } while (found > 0);
}
