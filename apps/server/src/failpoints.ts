import type { Change, Directory, SessionStore } from '@anteroom/core';

/** `session.create:after:3`: at the third such write the process ends itself, as a power cut would, before the answer leaves. */
export interface Failpoint {
  readonly name: string;
  readonly moment: 'before' | 'after';
  readonly nth: number;
}

export function parseFailpoint(text: string): Failpoint {
  const [name = '', moment, nth] = text.split(':');
  return { name, moment: moment === 'after' ? 'after' : 'before', nth: Number(nth) };
}

/** Ends the process for real, and before it what `others` ends: no handler, no flush. */
function kill(others: () => void): void {
  others();
  process.kill(process.pid, 'SIGKILL');
}

export function createTrap(
  failpoint: Failpoint,
  others: () => void,
  end: (others: () => void) => void = kill,
): <T>(name: string, call: () => Promise<T>) => Promise<T> {
  let seen = 0;
  return async (name, call) => {
    if (name !== failpoint.name) return call();
    seen += 1;
    const hit = seen === failpoint.nth;
    if (hit && failpoint.moment === 'before') end(others);
    const result = await call();
    if (hit && failpoint.moment === 'after') end(others);
    return result;
  };
}

type Trap = ReturnType<typeof createTrap>;
const WRITES = ['create', 'put', 'consume', 'take', 'delete'] as const;

/** Names are `<record type>.<verb>`, for example `code.consume`. */
export function withStoreFailpoints(store: SessionStore, trap: Trap): SessionStore {
  return new Proxy(store, {
    get(target, property, receiver) {
      const member = Reflect.get(target, property, receiver);
      if (typeof member !== 'function') return member;
      if (!(WRITES as readonly string[]).includes(String(property))) return member.bind(target);
      return (...args: unknown[]) => trap(`${(args[0] as { type: string }).type}.${String(property)}`, () => member.apply(target, args));
    },
  });
}

/** The name is `directory.<kind of the first change>`, for example `directory.spend-link`. */
export function withDirectoryFailpoints(directory: Directory, trap: Trap): Directory {
  return new Proxy(directory, {
    get(target, property, receiver) {
      if (property !== 'commit') return Reflect.get(target, property, receiver);
      return (realmId: string, changes: readonly Change[]) =>
        trap(`directory.${changes.find((change) => change.kind === 'spend-link')?.kind ?? changes[0]?.kind ?? 'none'}`, () =>
          target.commit(realmId, changes),
        );
    },
  });
}
