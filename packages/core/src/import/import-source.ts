import type { Representation } from '../representation/read.ts';

/** A realm document whose users are read one by one, from one file or many. */
export interface ImportSource {
  /** Everything but the users. */
  readonly document: Representation;
  /** ClientIds of the service accounts among the users. */
  readonly served: ReadonlySet<string>;
  readonly userCount: number;
  /** Equal for equal contents: an import that was interrupted goes on only with what it began with. */
  readonly fingerprint: string;
  /** In the same order each time. */
  users(): AsyncIterable<Representation>;
}

/** What becomes of a realm that is there already. */
export type ImportStrategy = 'fail' | 'skip' | 'overwrite';
export const IMPORT_STRATEGIES: readonly ImportStrategy[] = ['fail', 'skip', 'overwrite'];
