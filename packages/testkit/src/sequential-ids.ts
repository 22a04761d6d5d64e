import type { IdSource } from '@anteroom/core';

/** Ids that are the same in every run: `00000000-0000-4000-8000-000000000001`, and tokens of the length asked for that count up. */
export function createSequentialIds(): IdSource {
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  return {
    uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    token: (bytes) => String(next()).padStart(Math.ceil((bytes * 4) / 3), '0'),
  };
}
