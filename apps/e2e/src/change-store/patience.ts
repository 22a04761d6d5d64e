import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, UnexpectedAnswer } from '../http-client.ts';

/** Waits as a server asks by `503`, and remembers how often it was asked to. */
export interface Patience {
  readonly asked: number;
  /** The first answer that is not `503`; `again` says whether there was one before, so that an earlier try may have been done. */
  served<A extends Answer>(call: () => Promise<A>): Promise<{ readonly answer: A; readonly again: boolean }>;
  /** The same for calls that throw what they cannot go on with. */
  done<T>(call: () => Promise<T>): Promise<T>;
}

const MOST = 60;
const PAUSE_MS = 500;

export function createPatience(): Patience {
  let asked = 0;
  const pause = async () => {
    asked += 1;
    await wait(PAUSE_MS);
  };
  return {
    get asked() {
      return asked;
    },
    served: async (call) => {
      for (let tries = 1; ; tries += 1) {
        const answer = await call();
        if (answer.status !== 503 || tries === MOST) return { answer, again: tries > 1 };
        await pause();
      }
    },
    done: async (call) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await call();
        } catch (error) {
          if (!(error instanceof UnexpectedAnswer) || error.status !== 503 || tries === MOST) throw error;
          await pause();
        }
      }
    },
  };
}
