import { appendFileSync, readFileSync } from 'node:fs';

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

export class Ledger {
  private readonly path: string;
  /** When each entry was written, on the test's own monotonic clock. */
  readonly times: number[] = [];

  constructor(path: string) {
    this.path = path;
  }

  write(entry: Acknowledged): void {
    appendFileSync(this.path, `${JSON.stringify(entry)}\n`, { flush: true });
    this.times.push(performance.now());
  }

  /** Seconds of the longest time without an acknowledgement. */
  longestPause(): number {
    const gaps = this.times.slice(1).map((time, index) => time - this.times[index]!);
    return Math.max(0, ...gaps) / 1000;
  }

  read(): readonly Acknowledged[] {
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Acknowledged);
  }
}
