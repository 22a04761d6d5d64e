import { setTimeout as wait } from 'node:timers/promises';
import { createStoreDrain, getStoreChange, type StoreChangeReport } from '@anteroom/core';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { openStores } from '../open-stores.ts';
import { addressWithoutSecrets, findStore } from '../stores/find-store.ts';
import { openSessionStores } from '../stores/open-session-stores.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface DrainOptions {
  readonly to: string;
  readonly json?: boolean;
}

/** Moves everything that the session stores hold to one of them, beside running servers. Run it again to go on after it was stopped. */
export async function drainStores({ to, json = false }: DrainOptions): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const log = createLog({ level: 'error', json: false });
  const { database } = await openStores({ configuration, clock, log });
  try {
    const addresses = configuration.sessionStores;
    const stores = await openSessionStores({
      stores: addresses,
      // The server and this command.
      workers: 2,
      database,
      clock,
      log,
    });
    try {
      const target = findStore(to, addresses, stores);
      const { storeChanges, leases } = database.openCluster();
      const drain = createStoreDrain({ stores, changes: storeChanges, leases, clock, ids, wait: (milliseconds) => wait(milliseconds) });
      const shown = json ? asJson() : asText((tag) => addressWithoutSecrets(addresses[stores.findIndex((one) => one.tag === tag)] ?? tag));
      const report = await drain.run(target.tag, shown);
      shown.end(report);
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  } finally {
    await database.close();
  }
}

/** How the latest change of session store stands. */
export async function showStoreChange({ json = false }: { readonly json?: boolean }): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const { database } = await openStores({ configuration, clock, log: createLog({ level: 'error', json: false }) });
  try {
    const report = await getStoreChange(database.openCluster().storeChanges);
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(report === null ? 'the session store was never changed\n' : `${describe(report)}\n`);
  } finally {
    await database.close();
  }
}

interface Shown {
  progress(report: StoreChangeReport): void;
  trouble(error: Error): void;
  end(report: StoreChangeReport): void;
}

/** A line of JSON per step; the last one is the outcome. */
function asJson(): Shown {
  const print = (report: StoreChangeReport) => void process.stdout.write(`${JSON.stringify(report)}\n`);
  return { progress: print, trouble: complain(), end: print };
}

function asText(nameOf: (tag: string) => string): Shown {
  const bar = process.stdout.isTTY === true;
  const print = (report: StoreChangeReport) => void process.stdout.write(bar ? `\r\u001b[K${describe(report)}` : `${describe(report)}\n`);
  return {
    progress: sparsely(print),
    trouble: complain(bar ? '\n' : ''),
    end: (report) => {
      if (report.from.length === 0) {
        process.stdout.write(`nothing to move: everything is in ${nameOf(report.to)} already\n`);
        return;
      }
      print(report);
      const old = report.from.map(nameOf).join(' and ');
      process.stdout.write(
        `${bar ? '\n' : ''}Everything is in ${nameOf(report.to)} now. ${old} can be taken out of ANTEROOM_SESSION_STORE at the next restart and switched off when every node was restarted.\n`,
      );
    },
  };
}

function sparsely(print: (report: StoreChangeReport) => void): (report: StoreChangeReport) => void {
  let at = 0;
  let state = '';
  return (report) => {
    const now = clock.now().getTime();
    if (report.state === state && now - at < 1000) return;
    at = now;
    state = report.state;
    print(report);
  };
}

/** The same trouble once, until another comes. */
function complain(before = ''): (error: Error) => void {
  let last = '';
  return (error) => {
    if (error.message === last) return;
    last = error.message;
    process.stderr.write(`${before}anteroom: ${error.message}; trying again\n`);
  };
}

function describe({ state, from, to, moved, remaining }: StoreChangeReport): string {
  const stores = `${from.join(' ')} → ${to}`;
  switch (state) {
    case 'asking':
      return `${stores}: asking every running process whether it knows the stores`;
    case 'moving':
      return `${stores}: ${moved} moved, about ${remaining} left`;
    case 'finished':
      return `${stores}: finished, ${moved} moved`;
  }
}
