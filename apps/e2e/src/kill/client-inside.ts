/** A client of one node, run where the node is: in a network namespace. Sets up, loads and verifies as it is told. */
import { AdminClient } from '../admin.ts';
import { createKillRealm } from './kill-realm.ts';
import { Ledger } from './ledger.ts';
import { loadUntil } from './load.ts';
import { steady } from './patiently.ts';
import { verifyPromises } from './verify-promises.ts';

export type InsideOrder =
  | { readonly kind: 'set-up' }
  | { readonly kind: 'load'; readonly ledger: string; readonly workers: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'verify'; readonly ledger: string };

const [local = ''] = process.argv.slice(2);
const server = { local };
let end = () => {};

async function obey(order: InsideOrder): Promise<unknown> {
  switch (order.kind) {
    case 'set-up':
      return createKillRealm(new AdminClient(server));
    case 'load':
      return loadUntil(
        server,
        new Ledger(order.ledger),
        order.workers,
        new Promise<void>((resolve) => {
          end = resolve;
        }),
      );
    case 'end':
      return end();
    case 'verify':
      await steady(server);
      return verifyPromises(server, new Ledger(order.ledger).read());
  }
}

process.on('message', async ({ number, order }: { readonly number: number; readonly order: InsideOrder }) => {
  try {
    process.send?.({ number, result: (await obey(order)) ?? null });
  } catch (error) {
    process.send?.({ number, error: String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
