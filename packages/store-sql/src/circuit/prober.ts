const PATIENCE_MS = 1_000;

/** Asks the server whether it answers, on a connection that nothing else uses. */
export interface Prober {
  /**
   * Rejects when two questions stayed without an answer. True when only the second was answered: the connection that was there leads
   * nowhere, and a new one does not.
   */
  ask(): Promise<boolean>;
  close(): void;
}

export interface ProberDependencies<Driver> {
  readonly connect: () => Promise<Driver>;
  readonly ask: (driver: Driver) => Promise<unknown>;
  /** Ends a connection without waiting for the server. */
  readonly cut: (driver: Driver) => void;
}

/** The connection is kept as long as it answers, so that asking costs a server that is well next to nothing. */
export function createProber<Driver>({ connect, ask, cut }: ProberDependencies<Driver>): Prober {
  let kept: Driver | null = null;
  let closed = false;

  const drop = () => {
    if (kept !== null) cut(kept);
    kept = null;
  };

  const askAnew = async (): Promise<void> => {
    let given = false;
    const asked = connect().then(async (driver) => {
      if (given || closed) {
        cut(driver);
        throw new Error('too late');
      }
      kept = driver;
      await ask(driver);
    });
    try {
      await within(PATIENCE_MS, asked);
    } catch (error) {
      given = true;
      drop();
      throw error;
    }
  };

  const askKept = async (driver: Driver): Promise<void> => {
    try {
      await within(PATIENCE_MS, ask(driver));
    } catch (error) {
      drop();
      throw error;
    }
  };

  return {
    async ask() {
      if (kept === null) {
        await askAnew().catch(askAnew);
        return false;
      }
      try {
        await askKept(kept);
        return false;
      } catch {
        await askAnew();
        return true;
      }
    },
    close() {
      closed = true;
      drop();
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // A busy process looks at its clock before it looks at what has arrived: what is there already counts.
      setImmediate(() => setImmediate(() => reject(new Error('it does not answer'))));
    }, ms);
    timer.unref();
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
