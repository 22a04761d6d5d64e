/** One call to the Admin REST. */
export interface Call {
  readonly method: string;
  /** Below `/admin`. */
  readonly path: string;
  /** With what was asked for: `?search=ann`. */
  readonly query: string;
  readonly body: unknown;
  /** The page it was made from. */
  readonly from: string;
}

export interface CallLog {
  note(call: Call): void;
  /** Newest first. */
  recent(): readonly Call[];
  subscribe(listener: () => void): () => void;
}

const KEPT = 100;
const identity = ({ method, path, query, from, body }: Call) => `${from} ${method} ${path}${query} ${JSON.stringify(body) ?? ''}`;

/** The latest calls of the console, each once, so that a page can show itself as what a script would do. */
export function createCallLog(): CallLog {
  let calls: readonly Call[] = [];
  const listeners = new Set<() => void>();
  return {
    note(call) {
      calls = [call, ...calls.filter((other) => identity(other) !== identity(call))].slice(0, KEPT);
      for (const listener of listeners) listener();
    },
    recent: () => calls,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
