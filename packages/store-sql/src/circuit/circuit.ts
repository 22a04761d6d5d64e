import { setTimeout as wait } from 'node:timers/promises';
import { AnteroomError, type Log } from '@anteroom/core';
import { ANSWER_TIMEOUT_MS } from '../pool.ts';
import type { Prober } from './prober.ts';

/** Nothing heard for so long while something is waited for: then the server is asked whether it lives. */
const SILENCE_MS = 1_000;
const LOOK_EVERY_MS = 250;
/** Between two questions to a server that does not answer. */
const PROBE_EVERY_MS = 500;
const RETRY_AFTER_S = 2;

/** One connection as the circuit sees it. */
export interface Line {
  /** Something goes out on it. The function given back is to be called once, when there is an answer or none will come. */
  sent(): (outcome: 'answer' | 'lost') => void;
  /** It is not used any more. */
  close(): void;
}

export interface Circuit {
  /** Throws `store_unavailable` while the circuit is open. */
  pass(): void;
  /** A new connection; `cut` ends it without asking the server. */
  line(cut: () => void): Line;
  /** Waits for `work`, which needs the server, at most until the circuit opens; what it brings too late goes to `late`. */
  guard<T>(work: Promise<T>, late: (result: T) => void): Promise<T>;
  /** Something went wrong that looks like a server in trouble: it is asked. */
  suspect(): void;
  /** Asks the server, unless it is known that it does not answer: resolves when it did, rejects with `store_unavailable`. */
  check(): Promise<void>;
  close(): void;
}

interface Watched {
  readonly cut: () => void;
  outstanding: number;
  heard: number;
}

/**
 * Keeps a server that hangs or is gone from holding up everything that asks it. A slow statement, or one that waits for a lock, is not
 * that: the verdict comes from a question of the circuit's own, on a connection of its own, put when there is silence or a connection
 * breaks. Two questions without an answer open it: whoever waits is refused, whoever comes is refused at once, connections are cut. It
 * goes on asking by itself and closes with the first answer.
 */
export function createCircuit({ prober, log }: { readonly prober: Prober; readonly log: Log }): Circuit {
  const lines = new Set<Watched>();
  const waiting = new Set<(error: Error) => void>();
  const ended = new AbortController();
  let heard = performance.now();
  let waitingSince = 0;
  let openSince: number | null = null;
  let asking: Promise<void> | null = null;
  let introduced = false;

  const refusal = () =>
    new AnteroomError('store_unavailable', 'the database does not answer: it is not asked again before it does', {
      retryAfter: RETRY_AFTER_S,
    });

  const isSilent = (line: Watched, now: number, ms = SILENCE_MS) => line.outstanding > 0 && now - line.heard > ms;

  const trip = (reason: unknown) => {
    if (openSince !== null || ended.signal.aborted) return;
    openSince = performance.now();
    log.warn('database.circuit_open', { reason: reason instanceof Error ? reason.message : String(reason), waiting: waiting.size });
    for (const refuse of [...waiting]) refuse(refusal());
    for (const line of [...lines]) line.cut();
    void recover();
  };

  const recover = async () => {
    while (openSince !== null && !ended.signal.aborted) {
      await wait(PROBE_EVERY_MS, undefined, { ref: false });
      const isBack = await prober.ask().then(
        () => true,
        () => false,
      );
      if (!isBack || ended.signal.aborted) continue;
      log.info('database.circuit_closed', { seconds: Math.round((performance.now() - openSince) / 100) / 10 });
      heard = performance.now();
      openSince = null;
    }
  };

  const ask = async (): Promise<void> => {
    let isRenewed: boolean;
    try {
      isRenewed = await prober.ask();
    } catch (error) {
      trip(error);
      throw refusal();
    }
    const now = performance.now();
    // The server answers, but not on a connection from before: others of that time may lead nowhere too.
    if (isRenewed) for (const line of [...lines]) if (isSilent(line, now)) line.cut();
    heard = now;
    log.debug('database.answers', { renewed: isRenewed });
  };

  const question = (): Promise<void> => {
    if (ended.signal.aborted) return Promise.reject(refusal());
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const suspect = () => {
    if (openSince === null) question().catch(() => undefined);
  };

  const look = setInterval(() => {
    const now = performance.now();
    for (const line of [...lines]) if (isSilent(line, now, ANSWER_TIMEOUT_MS)) line.cut();
    if (openSince !== null || now - heard <= SILENCE_MS) return;
    const isWaitedFor = waiting.size > 0 && now - waitingSince > SILENCE_MS;
    if (isWaitedFor || [...lines].some((line) => isSilent(line, now))) suspect();
  }, LOOK_EVERY_MS);
  look.unref();

  const pass = () => {
    if (openSince !== null) throw refusal();
  };

  return {
    pass,

    line(cut) {
      const line: Watched = { cut, outstanding: 0, heard: performance.now() };
      lines.add(line);
      // So that a connection of the circuit's own is there before the first trouble, to compare with.
      if (!introduced) suspect();
      introduced = true;
      return {
        sent() {
          if (line.outstanding === 0) line.heard = performance.now();
          line.outstanding += 1;
          return (outcome) => {
            line.outstanding -= 1;
            if (outcome === 'answer') line.heard = heard = performance.now();
            else suspect();
          };
        },
        close: () => void lines.delete(line),
      };
    },

    guard<T>(work: Promise<T>, late: (result: T) => void): Promise<T> {
      if (waiting.size === 0) waitingSince = performance.now();
      return new Promise<T>((resolve, reject) => {
        const refuse = (error: Error) => {
          if (waiting.delete(refuse)) reject(error);
        };
        waiting.add(refuse);
        work.then(
          (result) => {
            if (waiting.delete(refuse)) resolve(result);
            else late(result);
          },
          (error: Error) => refuse(error),
        );
      });
    },

    suspect,

    async check() {
      pass();
      await question();
    },

    close() {
      ended.abort();
      clearInterval(look);
      prober.close();
    },
  };
}
