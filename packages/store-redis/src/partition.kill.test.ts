import { whyNoNamespaces } from '@anteroom/testkit';
import { describe, expect, it } from '@jest/globals';
import { runPartition } from './test-rig/partition.ts';

const reason = whyNoNamespaces();
if (reason !== null && process.env.CI) throw new Error(reason);
const here = reason === null ? it : it.skip;

describe(`a Redis master that is cut off from its replicas${reason === null ? '' : ` (${reason})`}`, () => {
  here(
    'acknowledges nothing that is lost, stops being read, and is replaced without a restart',
    async () => {
      const outcome = await runPartition(2500);
      expect(outcome.wrong).toEqual([]);
      expect(outcome.acknowledged.near + outcome.acknowledged.far).toBeGreaterThanOrEqual(10_000);
      expect(outcome.lost).toEqual([]);
      expect(outcome.wonTwice).toEqual([]);
      expect(outcome.nearDuringCut.acknowledged).toBe(0);
      expect(outcome.nearDuringCut.lastReadAfterMs).toBeLessThan(8000);
    },
    60_000,
  );

  here(
    'loses acknowledged writes and redeems codes twice when nobody waits for the replicas',
    async () => {
      const outcome = await runPartition(500, '?replicas=0');
      expect(outcome.lost.length).toBeGreaterThan(0);
      expect(outcome.wonTwice.length).toBeGreaterThan(0);
    },
    60_000,
  );
});
