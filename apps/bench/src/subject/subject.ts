/** A server under measurement: where it is, which processes are its, and what can be read from its stores. */
export interface Subject {
  readonly name: string;
  readonly base: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** Root processes of the server, and of the databases and caches behind it. */
  readonly serverRoots: () => readonly number[];
  readonly storeRoots: () => readonly number[];
  /** Whether a login can be made transient, which Keycloak cannot. */
  readonly hasTransient: boolean;
  /** Settings that decide what an acknowledged write is worth. */
  readonly durability: () => Promise<readonly DurabilitySetting[]>;
  /** Counters of the stores that only rise, by name. */
  readonly counters: () => Promise<Counters>;
  /** Lets the stores finish what they do by themselves some time after a write, so that it is not counted for what comes next. */
  readonly settle: () => Promise<void>;
  /** Milliseconds from the start of the process to the first answer of a realm; null for a server that is not ours to start. */
  readonly coldStart: ((path: string) => Promise<number>) | null;
  readonly stop: () => Promise<void>;
}

export interface DurabilitySetting {
  readonly name: string;
  readonly value: string;
  /** An acknowledged write may be lost under it. */
  readonly relaxed: boolean;
}

export interface Counters {
  /** Transactions of the database, those that only read included; null where it keeps no count. */
  readonly commits: number | null;
  /** Transactions that wrote. */
  readonly writes: number | null;
  readonly rowsWritten: number | null;
  readonly walBytes: number | null;
  /** Commands of Redis; null without one. */
  readonly redisCommands: number | null;
  /** Bytes of the stream that a standby of the database received, and that each replica of Redis received; null without one. */
  readonly standbyBytes: number | null;
  readonly replicaBytes: number | null;
}

export const NO_COUNTERS: Counters = {
  commits: null,
  writes: null,
  rowsWritten: null,
  walBytes: null,
  redisCommands: null,
  standbyBytes: null,
  replicaBytes: null,
};
