/** Something that is waited for, and can be given up. */
export interface Awaited {
  readonly isSettled: boolean;
  reject(error: Error): void;
}

export interface Patience {
  /** Gives it up when it has not settled in time. */
  limit(awaited: Awaited): void;
}

const SLICES = 4;

/**
 * A time limit that counts only while this process is awake. With a timer per command, a process that was itself held up for longer than
 * the limit (starved of the processor, collecting garbage) gives up answers that lie in its own socket, and takes a healthy server for a
 * dead one. Here the limit is a number of beats of one timer: between two of them the event loop has read what there was to read, and a
 * hold-up, however long, is one beat. Costs nothing while nothing is waited for.
 */
export function createPatience(milliseconds: number, giveUp: () => Error): Patience {
  // One more than slices: what comes just before a beat has its full time too.
  const groups: Awaited[][] = Array.from({ length: SLICES + 1 }, () => []);
  let beats: NodeJS.Timeout | null = null;

  const beat = () => {
    const oldest = groups.shift() ?? [];
    groups.push([]);
    for (const one of oldest) if (!one.isSettled) one.reject(giveUp());
    if (beats !== null && groups.every((group) => group.length === 0)) {
      clearInterval(beats);
      beats = null;
    }
  };

  return {
    limit: (awaited) => {
      if (awaited.isSettled) return;
      groups.at(-1)?.push(awaited);
      if (beats !== null) return;
      beats = setInterval(beat, Math.ceil(milliseconds / SLICES));
      // What is waited for holds a connection, and that keeps the process alive.
      beats.unref();
    },
  };
}
