import type { TestRunner } from '../test-runner.ts';
import { lifeCases } from './cases/life-cases.ts';
import { lifespanCases } from './cases/lifespan-cases.ts';
import { limitCases } from './cases/limit-cases.ts';
import { listCases } from './cases/list-cases.ts';
import { offlineCases } from './cases/offline-cases.ts';
import { rotationCases } from './cases/rotation-cases.ts';
import { type OpenPair, openSsoHarness, type SsoSessionsCase } from './harness.ts';

export const ssoSessionsCases: readonly SsoSessionsCase[] = [
  ...lifeCases,
  ...lifespanCases,
  ...rotationCases,
  ...offlineCases,
  ...listCases,
  ...limitCases,
];

/** What SSO sessions promise, on a store: the core's logic is proven over every adapter that will carry it. */
export function ssoSessionsContract({
  name,
  open,
  runner,
}: {
  readonly name: string;
  readonly open: OpenPair;
  readonly runner: TestRunner;
}): void {
  runner.describe(`sso sessions on ${name}`, () => {
    for (const one of ssoSessionsCases) {
      runner.it(one.name, async () => {
        const harness = await openSsoHarness(open);
        try {
          await one.run(harness);
        } finally {
          await harness.close();
        }
      });
    }
  });
}
