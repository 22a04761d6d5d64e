/** Versions of what all processes keep a copy of, one row per topic in the database. */
export interface TopicStore {
  /** Raises the version of a topic by one. Call it after what it stands for was committed. */
  raise(name: string): Promise<void>;
  /** All topics that were ever raised, with their versions: one cheap read. */
  versions(): Promise<ReadonlyMap<string, number>>;
}

/**
 * "Something changed, read it again" for every process of every node: for state that is kept in the database and copied by all (which
 * stores take new records, keys of the server). The message carries nothing; who hears it reads the truth.
 */
export interface Topics {
  /**
   * Says that a topic changed. Resolves when the other processes of this node were told and have done what they do about it (200 ms at
   * most); other nodes are told within a second.
   */
  announce(name: string): Promise<void>;
  /** `changed` runs after every announcement, of this process too. Its failure is logged and does not reach who announced. */
  subscribe(name: string, changed: () => Promise<void> | void): void;
}
