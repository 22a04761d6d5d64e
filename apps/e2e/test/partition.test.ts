import { whyNoNamespaces } from '@anteroom/testkit/services';
import { describe, expect, it } from '@jest/globals';
import { runPartition } from '../src/kill/partition.ts';
import { rounds } from '../src/rounds.ts';

const STEPS = rounds(60);
const reason = whyNoNamespaces();
if (reason !== null && process.env.CI) throw new Error(reason);
const here = reason === null ? it : it.skip;

describe(`two servers and a Redis master that is cut off from its replicas${reason === null ? '' : ` (${reason})`}`, () => {
  here(
    'lose nothing that was acknowledged on either side, and serve again without a restart',
    async () => {
      const { counts, ...outcome } = await runPartition(STEPS);
      const { broken, ...sums } = counts;
      process.stderr.write(`Redis master cut off: ${JSON.stringify(outcome)}, ${broken.length} broken: ${JSON.stringify(sums)}\n`);
      expect(broken).toEqual([]);
      expect(outcome.acknowledged.near).toBeGreaterThanOrEqual(2 * STEPS);
      expect(outcome.acknowledged.far).toBeGreaterThanOrEqual(2 * STEPS);
    },
    1_800_000,
  );
});
