import type { Redis } from 'ioredis';
import { type Command, type PlainCommand, toPlain } from './redis-command.ts';
import { isTimeout, replyCode, unavailable } from './redis-errors.ts';

export interface WriteLane {
  /**
   * Resolves when the server has done it and enough replicas have it. Rejects with the server's own error when it refused (nothing was
   * done), with `store_unavailable` when it may or may not have happened.
   */
  run(command: Command, options?: { readonly asking?: boolean }): Promise<unknown>;
}

export interface WriteLaneDependencies {
  /** A connection of its own: `WAIT` holds up everything behind it. */
  readonly client: Redis;
  /** Replicas that must have a write before it is acknowledged. */
  readonly replicas: () => number;
  /** Milliseconds they have for it. */
  readonly waitFor: number;
  /** The replicas did not have a group of writes in time. */
  readonly onShort: (have: number, need: number) => void;
  /** The server did not answer in time. */
  readonly onSilence: () => void;
}

interface Entry {
  readonly command: Command;
  readonly asking: boolean;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Reply = readonly [error: Error | null, answer: unknown];

const GROUP = 128;
/** More than this is no queue but a pile-up. */
const QUEUE = 2048;

/**
 * Writes to one master. Those that arrive while a group is under way make up the next one, so that one `WAIT` acknowledges them all; a
 * lone write waits for nobody. (`WAIT` speaks for every write before it on its connection.)
 */
export function createWriteLane({ client, replicas, waitFor, onShort, onSilence }: WriteLaneDependencies): WriteLane {
  const queue: Entry[] = [];
  let busy = false;

  const send = async (entries: readonly Entry[], whole: boolean): Promise<void> => {
    const need = replicas();
    const commands: PlainCommand[] = entries.flatMap(({ command, asking }) => [
      ...(asking ? [['asking'] as const] : []),
      toPlain(command, whole),
    ]);
    if (need > 0) commands.push(['wait', need, waitFor]);
    // ioredis takes a list of lists; its types want them mutable.
    const replies = (await client.pipeline(commands.map((command) => [...command])).exec()) as readonly Reply[];
    const wait = need > 0 ? replies.at(-1) : undefined;
    const have = wait === undefined ? 0 : wait[0] === null ? Number(wait[1]) : -1;
    if (have >= 0 && have < need) onShort(have, need);
    const unknown: Entry[] = [];
    let at = 0;
    for (const entry of entries) {
      if (entry.asking) at += 1;
      const [error, answer] = replies[at] ?? [new Error('no reply'), null];
      at += 1;
      if (error !== null && replyCode(error) === 'NOSCRIPT' && !whole) unknown.push(entry);
      else if (error !== null) settleError(entry, error);
      else if (have < need) entry.reject(unavailable(`has a write on ${Math.max(have, 0)} of ${need} replicas: it may be lost`));
      else entry.resolve(answer);
    }
    if (unknown.length > 0) await send(unknown, true);
  };

  const settleError = (entry: Entry, error: Error) => {
    if (isTimeout(error)) onSilence();
    entry.reject(error);
  };

  const flush = async (): Promise<void> => {
    busy = true;
    while (queue.length > 0) {
      const entries = queue.splice(0, GROUP);
      try {
        await send(entries, false);
      } catch (error) {
        for (const entry of entries) entry.reject(error);
      }
    }
    busy = false;
  };

  return {
    run: (command, { asking = false } = {}) =>
      new Promise((resolve, reject) => {
        if (queue.length >= QUEUE) {
          reject(unavailable('is too slow: too many writes wait for it'));
          return;
        }
        queue.push({ command, asking, resolve, reject });
        // Behind what else this turn of the event loop brings.
        if (!busy) {
          busy = true;
          queueMicrotask(() => void flush());
        }
      }),
  };
}
