import { type Application, type BaseUrl, createApp, koaHealth, koaMetrics, type Lifecycle, type Readiness } from '@anteroom/http';
import type { Core } from './compose-core.ts';

/** The management port: health and metrics, without host pinning, since checks come from inside and by any name. */
export function composeManagement({
  core: { clock, ids, log },
  base,
  lifecycle,
  readiness,
  metrics,
}: {
  readonly core: Pick<Core, 'clock' | 'ids' | 'log'>;
  readonly base: BaseUrl;
  readonly lifecycle: Lifecycle;
  readonly readiness: Readiness;
  readonly metrics: () => Promise<string>;
}): Application {
  const unpinned = [koaHealth({ readiness, lifecycle }), koaMetrics(metrics)];
  return createApp({ base, strictHost: false, proxy: null, clock, ids, log, unpinned, rooms: [] });
}
