import type { everywhere } from './en/everywhere.ts';
import type { en } from './en/index.ts';

export type MessageKey = keyof typeof en;

/** A complete language: the compiler asks for every message. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** The part that is there before the rooms. */
export type Common = Readonly<Record<keyof typeof everywhere, string>>;

/** One part of a language, with the keys of the same part in English. */
export type Part<P> = Readonly<Record<keyof P, string>>;
