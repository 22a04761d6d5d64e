import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What the server acknowledged. Each entry is on disk before the client goes on (the process that writes it is not the one that dies). */
export type Acknowledged =
  | {
      readonly kind: 'half-finished';
      readonly id: string;
      readonly action: string;
      readonly cookies: Readonly<Record<string, string>>;
      readonly user: string;
      readonly flow: StoredFlow;
    }
  | { readonly kind: 'posting'; readonly id: string }
  | { readonly kind: 'code'; readonly id: string; readonly code: string; readonly flow: StoredFlow }
  | { readonly kind: 'redeeming'; readonly id: string }
  | {
      readonly kind: 'session';
      readonly id: string;
      readonly access: string;
      readonly refresh: string;
      readonly cookies: Readonly<Record<string, string>> | null;
    }
  | { readonly kind: 'refreshed'; readonly id: string; readonly refresh: string; readonly access: string }
  | { readonly kind: 'ending'; readonly id: string }
  | { readonly kind: 'logged-out'; readonly id: string }
  | { readonly kind: 'revoked'; readonly id: string; readonly access: string }
  | { readonly kind: 'locked'; readonly id: string; readonly user: string };

export interface StoredFlow {
  readonly url: string;
  readonly verifier: string;
}

/** An entry as it stands in the file: with the time (epoch milliseconds) it was written. */
export type LedgerEntry = Acknowledged & { readonly at: number };

/** Entries that say what is about to be asked; all others say what was promised. */
const INTENTIONS: readonly Acknowledged['kind'][] = ['posting', 'redeeming', 'ending'];

export class Ledger {
  readonly path: string;
  private written = 0;

  constructor(path: string) {
    this.path = path;
  }

  write(entry: Acknowledged): void {
    appendFileSync(this.path, `${JSON.stringify({ ...entry, at: Date.now() })}\n`, { flush: true });
    if (!INTENTIONS.includes(entry.kind)) this.written += 1;
  }

  /** Acknowledgements that this process has written. */
  get count(): number {
    return this.written;
  }

  /** Whole lines only: another process may be writing. */
  read(): readonly LedgerEntry[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LedgerEntry);
  }

  /** When something was acknowledged, in order. */
  times(): readonly number[] {
    return this.read()
      .filter(({ kind }) => !INTENTIONS.includes(kind))
      .map(({ at }) => at);
  }

  /** Seconds of the longest time without an acknowledgement. */
  longestPause(): number {
    const times = this.times();
    return Math.max(0, ...times.slice(1).map((time, index) => time - times[index]!)) / 1000;
  }
}
