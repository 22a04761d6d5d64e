/**
 * Whether an acknowledged write is still there afterwards. `depends`: on how the store is set up, its README says on what; `none`: there
 * is no such thing with this store; `unknown`: a third party's, which says so itself.
 */
export type Kept = 'kept' | 'lost' | 'depends' | 'none' | 'unknown';

/** What a session store promises: the table of its README, in one word per row. */
export interface StorePromise {
  readonly processKill: Kept;
  readonly machineLoss: Kept;
  readonly partition: Kept;
  readonly failOver: Kept;
  /** Whether every node sees what another one was told is done. */
  readonly betweenNodes: Kept;
}
