import type { Questions } from './messages.ts';

/** What travels between two processes, beside what they tell each other. */
type Frame =
  | { readonly frame: 'ask'; readonly id: number; readonly kind: string; readonly ask: unknown }
  | { readonly frame: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly frame: 'refusal'; readonly id: number; readonly message: string };

export interface Channel<Mine extends Questions> {
  /** Rejects when the other process refuses, is gone, or does not answer within `limitMs`. The question is on its way when this returns. */
  ask<K extends keyof Mine & string>(kind: K, ask: Mine[K]['ask'], limitMs: number): Promise<Mine[K]['answer']>;
  /** Takes what is a question or an answer; false for any other message. */
  receive(message: unknown): boolean;
  /** The other process is gone: nothing will be answered. */
  close(): void;
}

export type Answers<Theirs extends Questions> = {
  readonly [K in keyof Theirs]: (ask: Theirs[K]['ask']) => Promise<Theirs[K]['answer']> | Theirs[K]['answer'];
};

/** Questions and answers over a line that only carries messages. */
export function createChannel<Mine extends Questions, Theirs extends Questions>({
  send,
  answers,
}: {
  readonly send: (message: Frame) => void;
  readonly answers: Answers<Theirs>;
}): Channel<Mine> {
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let closed = false;

  async function answer(id: number, kind: string, ask: unknown): Promise<void> {
    try {
      send({ frame: 'answer', id, answer: (await answers[kind]?.(ask)) ?? null });
    } catch (error) {
      send({ frame: 'refusal', id, message: (error as Error).message });
    }
  }

  return {
    ask(kind, ask, limitMs) {
      if (closed) return Promise.reject(new Error('the other process is gone'));
      last += 1;
      const id = last;
      return new Promise<never>((resolve, reject) => {
        const timer = setTimeout(() => end(() => reject(new Error(`no answer to ${kind} in ${limitMs} ms`))), limitMs);
        const end = (settle: () => void) => {
          clearTimeout(timer);
          waiting.delete(id);
          settle();
        };
        waiting.set(id, {
          resolve: (found) => end(() => resolve(found as never)),
          reject: (error) => end(() => reject(error)),
        });
        send({ frame: 'ask', id, kind, ask });
      });
    },
    receive(message) {
      const frame = message as Frame;
      switch (frame?.frame) {
        case 'ask':
          void answer(frame.id, frame.kind, frame.ask);
          return true;
        case 'answer':
          waiting.get(frame.id)?.resolve(frame.answer);
          return true;
        case 'refusal':
          waiting.get(frame.id)?.reject(new Error(frame.message));
          return true;
      }
      return false;
    },
    close() {
      closed = true;
      for (const one of [...waiting.values()]) one.reject(new Error('the other process is gone'));
    },
  };
}
