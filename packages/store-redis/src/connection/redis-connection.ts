import type { Command } from './redis-command.ts';

/** One Redis, however many servers it is made of. Every rejection is a `store_unavailable`. */
export interface RedisConnection {
  /** Begins every key. */
  readonly prefix: string;
  /** As its address says; null when it does not. */
  readonly tag: string | null;
  /** True when keys lie on several masters: a script sees only the keys of its own slot. */
  readonly clustered: boolean;
  /** Reads from the master that has the key. */
  read(key: string, command: Command): Promise<unknown>;
  /** Resolves when the master has done it and enough replicas have it. */
  write(key: string, command: Command): Promise<unknown>;
  /** One reader per master, for scans. */
  masters(): readonly { read(command: Command): Promise<unknown> }[];
  ping(): Promise<void>;
  close(): Promise<void>;
}
