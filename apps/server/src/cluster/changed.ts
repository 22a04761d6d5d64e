/** What a process drops or reads again because of a commit elsewhere; plain data, since it travels between processes. */
export type Changed =
  | { readonly kind: 'realm'; readonly id: string }
  | { readonly kind: 'topic'; readonly name: string }
  /** What a look into the database found: the versions of all realms, and the topics that were raised since the look before. */
  | { readonly kind: 'polled'; readonly realms: readonly (readonly [id: string, version: number])[]; readonly topics: readonly string[] };

/** This process's line to the other processes of its node. */
export interface Siblings {
  /**
   * Resolves when every other process of this node has done what it does about the change, and after 200 ms at the latest: a process
   * that is silent for so long does not trust its copies any more (`createFreshness`). Never rejects.
   */
  tell(changed: Changed): Promise<void>;
}

/** A process that is alone on its node. */
export const NO_SIBLINGS: Siblings = { tell: () => Promise.resolve() };
