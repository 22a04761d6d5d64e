import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTwoHosts, type RedisSentinels, startRedisSentinels } from '@anteroom/testkit';
import type { NodeAnswer, NodeOrder } from './partitioned-node.ts';
import type { Acknowledged } from './workload.ts';

export interface PartitionOutcome {
  readonly acknowledged: { readonly near: number; readonly far: number };
  readonly lost: readonly string[];
  /** Codes that both sides were told they had redeemed. */
  readonly wonTwice: readonly string[];
  readonly won: number;
  readonly wrong: readonly string[];
  readonly refused: { readonly near: number; readonly far: number };
  /** Of the side with the old master, while it was cut off: what it acknowledged after the first second, and its last read. */
  readonly nearDuringCut: { readonly acknowledged: number; readonly lastReadAfterMs: number };
  /** Until the other side acknowledged again, and until the near side did after the heal. */
  readonly farPauseMs: number;
  readonly nearPauseAfterHealMs: number;
}

interface Line {
  readonly at: number;
  readonly what: string;
  readonly id: string;
}

interface Node {
  readonly process: ChildProcess;
  lines(): Promise<readonly Line[]>;
  order<K extends NodeAnswer['kind']>(order: NodeOrder, answer: K): Promise<Extract<NodeAnswer, { kind: K }>>;
}

/**
 * The master, one sentinel and one node on one host; two replicas, two sentinels and another node on the other. The cable is cut under
 * load until the far side has a master of its own and has written with it, then healed until the near side writes again.
 */
export async function runPartition(writes: number, query = ''): Promise<PartitionOutcome> {
  const hosts = createTwoHosts();
  const folder = await mkdtemp(join(tmpdir(), 'partition-'));
  let redis: RedisSentinels | null = null;
  const nodes: Node[] = [];
  try {
    redis = await startRedisSentinels([hosts.near, hosts.far, hosts.far]);
    const start = async (name: 'near' | 'far') => {
      const node = await startNode(hosts[name].namespace, `${redis?.url}${query}`, name, join(folder, name));
      nodes.push(node);
      return node;
    };
    const near = await start('near');
    const far = await start('far');
    for (const node of nodes) node.process.send({ kind: 'begin' } satisfies NodeOrder);
    await reach(near, writes, 0);
    await reach(far, writes, 0);
    const cutAt = Date.now();
    hosts.cut();
    await wait(2000);
    const farBack = await reach(far, writes, cutAt + 1000);
    const healedAt = Date.now();
    hosts.heal();
    const nearBack = await reach(near, writes, healedAt + 300);
    const ends = await Promise.all(nodes.map((node) => node.order({ kind: 'stop' }, 'stopped')));
    const [nearLines, farLines] = await Promise.all([near.lines(), far.lines()]);
    const acknowledged = [...nearLines, ...farLines].filter(isWrite).map(({ id, what }) => [id, what as Acknowledged] as const);
    const { lost } = await far.order({ kind: 'check', acknowledged: [...new Map(acknowledged)] }, 'checked');
    const won = [...nearLines, ...farLines].filter(({ what }) => what === 'won').map(({ id }) => id);
    const duringCut = nearLines.filter(({ at }) => at > cutAt && at < healedAt);
    return {
      acknowledged: { near: nearLines.filter(isWrite).length, far: farLines.filter(isWrite).length },
      lost,
      won: won.length,
      wonTwice: won.filter((id, at) => won.indexOf(id) !== at),
      wrong: ends.flatMap((end) => end.wrong),
      refused: { near: ends[0]?.refused ?? 0, far: ends[1]?.refused ?? 0 },
      nearDuringCut: {
        acknowledged: duringCut.filter((line) => isWrite(line) && line.at > cutAt + 1000).length,
        lastReadAfterMs: Math.max(0, ...duringCut.filter(({ what }) => what === 'read').map(({ at }) => at - cutAt)),
      },
      farPauseMs: farBack - cutAt,
      nearPauseAfterHealMs: nearBack - healedAt,
    };
  } finally {
    for (const node of nodes) await end(node.process);
    await redis?.stop();
    hosts.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Waits until a node has noted so many writes since a moment; when the first of them was. */
async function reach(node: Node, writes: number, since: number): Promise<number> {
  for (;;) {
    if (node.process.exitCode !== null) throw new Error('a node ended by itself');
    const lines = (await node.lines()).filter((line) => isWrite(line) && line.at > since);
    if (lines.length >= writes) return lines[0]?.at ?? since;
    await wait(50);
  }
}

function isWrite({ what }: Line): boolean {
  return what !== 'won' && what !== 'read';
}

async function startNode(namespace: string, url: string, name: string, file: string): Promise<Node> {
  const script = fileURLToPath(new URL('./partitioned-node.ts', import.meta.url));
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '--no-warnings', script, url, name, file], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the ${name} node ended by itself`);
  });
  gone.catch(() => {});
  await Promise.race([once(child, 'message'), gone]);
  return {
    process: child,
    lines: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(' '))
        .map(([at, what = '', id = '']) => ({ at: Number(at), what, id }));
    },
    order: async (order, kind) => {
      child.send(order);
      for (;;) {
        const [message] = (await Promise.race([once(child, 'message'), gone])) as [NodeAnswer];
        if (message.kind === kind) return message as Extract<NodeAnswer, { kind: typeof kind }>;
      }
    },
  };
}
