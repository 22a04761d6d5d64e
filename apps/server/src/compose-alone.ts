import type { Application, BaseUrl, Lifecycle } from '@anteroom/http';
import { thisNode } from './cluster/this-node.ts';
import { composeBackground } from './compose-background.ts';
import type { Core } from './compose-core.ts';
import { composeServer } from './compose-server.ts';

/** A node of one process: requests and background together. */
export interface ComposedAlone {
  readonly app: Application;
  readonly management: Application;
  readonly lifecycle: Lifecycle;
  start(): void;
  stop(): Promise<void>;
}

export async function composeAlone({ core, base }: { readonly core: Core; readonly base: BaseUrl }): Promise<ComposedAlone> {
  const background = composeBackground({ core, base, node: thisNode({ ids: core.ids, workers: 1 }) });
  const server = await composeServer({ core, base, mails: background.mails, mailQueued: () => background.poke() });
  return { ...server, start: () => background.start(), stop: () => background.stop() };
}
