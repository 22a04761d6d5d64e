import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, SessionStore } from '@anteroom/core';
import type { OpenSessionStore } from '../harness.ts';

/** A store with one mistake that real adapters make. The suite must notice it, in the cases named here and in no other. */
export interface Mutant {
  readonly name: string;
  /** Names of the cases that turn red. */
  readonly fails: readonly string[];
  /** The mistake, made on top of a correct store. */
  readonly open: (correct: OpenSessionStore) => OpenSessionStore;
}

export interface Tools {
  readonly clock: Clock;
  /** The round trip between two steps that should have been one. */
  gap(): Promise<void>;
  /** What both handles of a broken store share. */
  readonly shared: Map<string, unknown>;
}

/** Breaks some verbs of both handles. */
export function breaking(spoil: (store: SessionStore, tools: Tools) => Partial<SessionStore>): Mutant['open'] {
  return (correct) => async (context) => {
    const pair = await correct(context);
    const tools: Tools = { clock: context.clock, gap: () => wait(2), shared: new Map() };
    return { ...pair, a: { ...pair.a, ...spoil(pair.a, tools) }, b: { ...pair.b, ...spoil(pair.b, tools) } };
  };
}

export function nameOf(key: { readonly type: string; readonly realmId: string; readonly id: string }): string {
  return `${key.type}/${key.realmId}/${key.id}`;
}
