import { describe, expect, it } from '@jest/globals';
import { createChannel } from './channel.ts';

type Sums = { readonly sum: { readonly ask: readonly number[]; readonly answer: number } };
type None = Record<never, never>;

/** Two ends of a line; `deaf` loses what is sent to the one who answers. */
function openLine({ deaf = false } = {}) {
  const asking = createChannel<Sums, None>({ send: (message) => deaf || answering.receive(message), answers: {} });
  const answering = createChannel<None, Sums>({
    send: (message) => asking.receive(message),
    answers: {
      sum: async (numbers) => {
        if (numbers.length === 0) throw new Error('nothing to add');
        return numbers.reduce((a, b) => a + b);
      },
    },
  });
  return asking;
}

describe('a channel', () => {
  it('gives each question its own answer', async () => {
    const line = openLine();
    expect(await Promise.all([line.ask('sum', [1, 2], 5000), line.ask('sum', [3, 4], 5000)])).toEqual([3, 7]);
  });

  it('carries a refusal back', async () => {
    await expect(openLine().ask('sum', [], 5000)).rejects.toThrow('nothing to add');
  });

  it('gives up on an answer that does not come, or when the other end is gone', async () => {
    await expect(openLine({ deaf: true }).ask('sum', [1], 1)).rejects.toThrow('no answer to sum');
    const line = openLine({ deaf: true });
    const asked = line.ask('sum', [1], 60_000);
    line.close();
    await expect(asked).rejects.toThrow('gone');
    await expect(line.ask('sum', [1], 60_000)).rejects.toThrow('gone');
  });

  it('leaves other messages to others', () => {
    expect([openLine().receive({ kind: 'beat' }), openLine().receive(null)]).toEqual([false, false]);
  });
});
