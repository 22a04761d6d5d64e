import type { RunningServer } from '../server.ts';

/** The same address, asked of one certain node. */
export function atNode(node: Pick<RunningServer, 'local'>, address: string | URL): string {
  const { pathname, search } = new URL(address);
  return `${node.local}${pathname}${search}`;
}
