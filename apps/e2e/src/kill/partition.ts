import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createTwoHosts, startPostgres, startRedisSentinels } from '@anteroom/testkit/services';
import { newDataDir, type RunningServer, removeDataDir, startServer } from '../server.ts';
import { LOGINS_UNDER_WAY } from './kill-at-failpoints.ts';
import { Ledger } from './ledger.ts';
import { type ClientInside, startClientInside } from './start-client-inside.ts';
import { addCounts, noCounts, type PromiseCounts } from './verify-promises.ts';

export interface PartitionOutcome {
  readonly counts: PromiseCounts;
  readonly acknowledged: { readonly near: number; readonly far: number };
  /** Seconds until the side with the old master noted its last acknowledgement while it was cut off. */
  readonly nearLastSeconds: number;
  /** Seconds until the far side acknowledged again after the cut, and the near side after the heal. */
  readonly farSeconds: number;
  readonly nearSeconds: number;
}

/** What was sent just before the cut may still be answered: it was done on both sides. */
const SETTLE_MS = 1000;
/** Each host has a loopback of its own, so both servers answer at the address that the installation has. */
const PORT = 8080;

/**
 * The Redis master, one sentinel and one server on one host; two replicas, two sentinels and another server on the other. The cable is
 * cut under load until the far side has a master of its own and has acknowledged with it, then healed until the near side serves again.
 * Both servers have the directory through a socket in the file system, so the cut is between them and Redis alone.
 */
export async function runPartition(steps: number): Promise<PartitionOutcome> {
  const hosts = createTwoHosts();
  const folder = newDataDir();
  const ends: (() => unknown)[] = [() => hosts.remove(), () => removeDataDir(folder)];
  try {
    const postgres = await startPostgres({ environment: {} });
    ends.unshift(() => postgres.stop());
    const redis = await startRedisSentinels([hosts.near, hosts.far, hosts.far]);
    ends.unshift(() => redis.stop());
    const env = {
      ANTEROOM_DATABASE_URL: postgres.socketUrl!,
      ANTEROOM_SESSION_STORE: redis.url,
      ANTEROOM_SECRET_KEY: randomBytes(32).toString('base64'),
      ANTEROOM_HOSTNAME: `http://localhost:${PORT}`,
    };
    const servers: RunningServer[] = [];
    const start = async (name: 'near' | 'far'): Promise<{ client: ClientInside; ledger: Ledger }> => {
      const { namespace } = hosts[name];
      const server = await startServer({ command: 'start', namespace, env, port: PORT, dataDir: join(folder, `data-${name}`) });
      const client = startClientInside(namespace, server.local);
      servers.push(server);
      ends.unshift(
        () => server.kill(),
        () => client.stop(),
      );
      return { client, ledger: new Ledger(join(folder, name)) };
    };
    const near = await start('near');
    const far = await start('far');
    await near.client.order({ kind: 'set-up' });
    const load = ({ client, ledger }: typeof near) => client.order({ kind: 'load', ledger: ledger.path, workers: LOGINS_UNDER_WAY });
    const loads = [load(near), load(far)];
    await reach(near.ledger, steps, 0);
    await reach(far.ledger, steps, 0);
    const cutAt = Date.now();
    hosts.cut();
    const farBack = await reach(far.ledger, steps, cutAt + SETTLE_MS);
    const healedAt = Date.now();
    hosts.heal();
    const nearBack = await reach(near.ledger, steps, healedAt);
    await Promise.all([near, far].map(({ client }) => client.order({ kind: 'end' })));
    const counts = noCounts();
    for (const { serverErrors } of await Promise.all(loads)) counts.broken.push(...serverErrors);
    // Each side's promises, asked of the other side's server.
    addCounts(counts, await far.client.order({ kind: 'verify', ledger: near.ledger.path }), 'near');
    addCounts(counts, await near.client.order({ kind: 'verify', ledger: far.ledger.path }), 'far');
    for (const server of servers) if (server.process.exitCode !== null) counts.broken.push('a server ended by itself');
    return {
      counts,
      acknowledged: { near: near.ledger.times().length, far: far.ledger.times().length },
      nearLastSeconds: (Math.max(cutAt, ...near.ledger.times().filter((at) => at < healedAt)) - cutAt) / 1000,
      farSeconds: (farBack - cutAt) / 1000,
      nearSeconds: (nearBack - healedAt) / 1000,
    };
  } finally {
    for (const end of ends) await end();
  }
}

/** Waits until so many steps were acknowledged since a moment; when the first of them was. */
async function reach(ledger: Ledger, steps: number, since: number): Promise<number> {
  for (;;) {
    const times = ledger.times().filter((at) => at > since);
    if (times.length >= steps) return times[0]!;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
