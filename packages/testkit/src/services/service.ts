/** A database server for tests: a private one, or one that the environment names. */
export interface TestService {
  /** URL of a database in which the caller may create and drop others. */
  readonly url: string;
  /** Ends it without warning, as a power cut of its process. Throws when the server is not ours. */
  kill(): void;
  /** Stops all its processes (or all but the first, which accepts connections) in the middle of what they do. Throws when it is not ours. */
  freeze(which?: 'all' | 'workers'): void;
  /** Lets all of them go on. */
  thaw(): void;
  /** Starts it again with its data after it was killed. Throws when the server is not ours. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A server that somebody else runs: it is used, never ended. */
export function givenService(url: string): TestService {
  const notOurs = () => {
    throw new Error('this server is not ours');
  };
  return { url, kill: notOurs, freeze: notOurs, thaw: notOurs, restart: async () => notOurs(), stop: () => Promise.resolve() };
}

/** What a test run without the service says, once, in one line. */
export class MissingService extends Error {}
