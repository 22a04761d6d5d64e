import { type Advanced, type AdvanceInput, advance } from './evaluate/advance.ts';
import type { Fact } from './evaluate/need.ts';
import type { Answering } from './ports/answer-need.ts';

/** Answers needs until there is a step. What a port throws (`busy`, `store_unavailable`) goes to the caller; nothing stays reserved. */
export async function run(input: AdvanceInput, answering: Answering): Promise<Advanced> {
  const facts: Fact[] = [];
  try {
    for (;;) {
      const next = advance(input, facts);
      if (next.kind === 'done') return next.result;
      facts.push(await answering.answer(next.need));
    }
  } finally {
    await answering.close();
  }
}
