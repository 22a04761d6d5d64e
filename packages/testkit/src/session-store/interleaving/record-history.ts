/** One call on one record, as its caller saw it. Times are places in the order of all beginnings and ends. */
export interface Call {
  readonly kind: 'get' | 'create' | 'put' | 'consume' | 'take' | 'delete' | 'tombstone';
  readonly note: string;
  /** Of a put. */
  readonly version: number;
  readonly began: number;
  /** Infinity when its outcome is not known: it may have happened, or not, or may still. */
  readonly ended: number;
  readonly result: unknown;
}

interface State {
  readonly kind: 'absent' | 'record' | 'tombstone';
  readonly version: number;
  readonly note: string;
  readonly consumed: boolean;
}

const ABSENT: State = { kind: 'absent', version: 0, note: '', consumed: false };
const TOMBSTONE: State = { ...ABSENT, kind: 'tombstone' };

/** What a caller of `get`, `consume` and `take` keeps of a record. */
export function seen(record: { readonly version: number; readonly value: unknown; readonly consumedAt: Date | null } | null): unknown {
  if (record === null) return null;
  return [record.version, (record.value as { note: string }).note, record.consumedAt !== null];
}

/** A record in one store that does one call after the other: what the port promises. */
function apply(state: State, call: Call): readonly [State, unknown] {
  const there = state.kind === 'record';
  const shown = (record: State) => [record.version, record.note, record.consumed];
  switch (call.kind) {
    case 'get':
      return [state, there ? shown(state) : null];
    case 'create':
      return state.kind === 'absent' ? [{ kind: 'record', version: 1, note: call.note, consumed: false }, true] : [state, false];
    case 'put':
      return there && state.version === call.version ? [{ ...state, version: state.version + 1, note: call.note }, true] : [state, false];
    case 'consume': {
      if (!there || state.consumed) return [state, null];
      const consumed = { ...state, version: state.version + 1, consumed: true };
      return [consumed, shown(consumed)];
    }
    case 'take':
      return !there || state.consumed ? [state, null] : [ABSENT, shown(state)];
    case 'delete':
      return [there ? ABSENT : state, there];
    case 'tombstone':
      return [TOMBSTONE, there];
  }
}

/**
 * Whether there is an order of the calls, each at one moment between its beginning and its end, in which a single store would have
 * answered each as it was answered (linearizability of one record).
 */
export function isExplained(calls: readonly Call[]): boolean {
  const failed = new Set<string>();
  const search = (open: readonly Call[], state: State): boolean => {
    const known = open.filter((call) => call.ended !== Number.POSITIVE_INFINITY);
    if (known.length === 0) return true;
    const name = `${open.map((call) => call.began).join()}|${JSON.stringify(state)}`;
    if (failed.has(name)) return false;
    const firstEnd = Math.min(...known.map((call) => call.ended));
    for (const call of open) {
      if (call.began > firstEnd) continue;
      const [next, result] = apply(state, call);
      const isUnknown = call.ended === Number.POSITIVE_INFINITY;
      if (!isUnknown && JSON.stringify(result) !== JSON.stringify(call.result)) continue;
      if (
        search(
          open.filter((other) => other !== call),
          next,
        )
      )
        return true;
    }
    failed.add(name);
    return false;
  };
  return search(calls, ABSENT);
}
