import type { NodeRegistry, ServerNode } from '@anteroom/core';

/** The list of nodes of a process that is the whole installation: it knows that it lives, and writes it down nowhere. */
export function createLoneNode(now: () => Date): NodeRegistry {
  const nodes = new Map<string, Omit<ServerNode, 'lastSeenAt' | 'alive'>>();
  return {
    list: async () => [...nodes.values()].map((node) => ({ ...node, lastSeenAt: now(), alive: true })),
    heartbeat: async (node) => void nodes.set(node.id, { ...node, startedAt: nodes.get(node.id)?.startedAt ?? now() }),
    delete: async (id) => void nodes.delete(id),
  };
}
