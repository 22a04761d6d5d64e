import type { Application, BaseUrl, Lifecycle } from '@anteroom/http';
import { thisNode } from './cluster/this-node.ts';
import { composeBackground } from './compose-background.ts';
import type { Core } from './compose-core.ts';
import { composeManagement } from './compose-management.ts';
import { composeServer, type ServerInput } from './compose-server.ts';

/** A node of one process: requests and background together. */
export interface ComposedAlone {
  readonly app: Application;
  readonly management: Application;
  readonly realmPaths: readonly string[];
  start(): void;
  stop(): Promise<void>;
}

export async function composeAlone({
  core,
  base,
  lifecycle = { started: false, stopping: false },
  adminRoutes,
}: {
  readonly core: Core;
  readonly base: BaseUrl;
  readonly lifecycle?: Lifecycle;
  readonly adminRoutes?: ServerInput['adminRoutes'];
}): Promise<ComposedAlone> {
  const background = composeBackground({ core, base, node: thisNode({ ids: core.ids, workers: 1 }) });
  const { app, readiness, metrics, realmPaths } = await composeServer({
    core,
    base,
    mails: background.mails,
    mailQueued: () => background.poke(),
    lifecycle,
    ...(adminRoutes === undefined ? {} : { adminRoutes }),
  });
  return {
    app,
    realmPaths,
    management: composeManagement({ core, base, lifecycle, readiness, metrics: () => metrics.text() }),
    start: () => background.start(),
    stop: () => background.stop(),
  };
}
