import { AnteroomError } from '../errors.ts';

/** Takes a turn under a key; resolves, when all earlier holders have left, with the function that leaves. */
export type Turns = (key: string) => Promise<() => void>;

/**
 * One at a time per key within this process, in order of arrival. At most `most` wait for one key; one more is refused with `busy`.
 * Leaving twice does nothing.
 */
export function createTurns({ most }: { readonly most: number }): Turns {
  const lines = new Map<string, { waiting: number; last: Promise<void> }>();
  return async (key) => {
    const line = lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting > most) throw new AnteroomError('busy', 'too many requests for the same thing at once', { retryAfter: 1 });
    lines.set(key, line);
    line.waiting += 1;
    const before = line.last;
    let open = () => {};
    line.last = new Promise<void>((resolve) => {
      open = resolve;
    });
    await before;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      line.waiting -= 1;
      if (line.waiting === 0) lines.delete(key);
      open();
    };
  };
}
