import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RecordKey } from '@anteroom/core';
import type { RaceVerb } from './racer.ts';

export interface Racers {
  /** One round: every process goes for the same record at once; how many say that they won. */
  race(verb: RaceVerb, key: RecordKey): Promise<number>;
  stop(): Promise<void>;
}

type Answer = { readonly won: boolean } | { readonly error: string };

/** Long enough for every process to hear of the round before it begins. */
const NOTICE_MS = 40;

/** Starts the processes once; each round is a message to all of them. The first compiles for the others, into `cache`. */
export async function startRacers(url: string, processes: number, cache: string): Promise<Racers> {
  const racers: ChildProcess[] = [];
  const script = fileURLToPath(new URL('./racer.ts', import.meta.url));
  const start = async () => {
    const racer = fork(script, [url], { execArgv: ['--no-warnings'], env: { ...process.env, NODE_COMPILE_CACHE: cache } });
    racers.push(racer);
    await once(racer, 'message');
  };
  await start();
  await Promise.all(Array.from({ length: processes - 1 }, start));
  return {
    race: async (verb, key) => {
      const answers = racers.map(async (racer) => (await once(racer, 'message'))[0] as Answer);
      const at = Date.now() + NOTICE_MS;
      for (const racer of racers) racer.send({ verb, key, at });
      let winners = 0;
      for (const answer of await Promise.all(answers)) {
        if ('error' in answer) throw new Error(answer.error);
        if (answer.won) winners += 1;
      }
      return winners;
    },
    stop: async () => {
      const gone = racers.map((racer) => once(racer, 'exit'));
      for (const racer of racers) racer.disconnect();
      await Promise.all(gone);
    },
  };
}
