import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '../options.ts';
import { type AnteroomSubject, startAnteroom } from '../subject/anteroom.ts';
import { loginSteps } from './login-steps.ts';
import { overload } from './overload.ts';
import { slowConnections } from './slow-connections.ts';
import { soak } from './soak.ts';
import type { TrialName } from './trial-names.ts';

type Trial = (subject: AnteroomSubject, how: { readonly seconds: number; readonly users: number }) => Promise<object>;

/** `--seconds` says how long. */
const TRIALS: Readonly<Record<TrialName, Trial>> = {
  overload,
  'slow-connections': slowConnections,
  'login-steps': loginSteps,
  soak,
};

/** Callers are told apart by what the proxy in front says. */
const SETTINGS = { ANTEROOM_PROXY_HEADERS: 'xforwarded', ANTEROOM_PROXY_TRUSTED_ADDRESSES: '127.0.0.1' };

/** Runs one trial on a server of its own and writes what it saw as JSON. */
export async function runTrial(name: TrialName, options: Options, places: { readonly bundle: string; readonly benchmarks: string }) {
  const { database, sessionStore, workers, nodeOptions, seconds, users } = options;
  const bundle = options.bundle ?? places.bundle;
  const subject = await startAnteroom({
    ...{ name: 'Anteroom', bundle, database, sessionStore, workers, nodeOptions },
    replicas: false,
    settings: SETTINGS,
  });
  try {
    const report = await TRIALS[name](subject, { seconds, users });
    const result = {
      date: new Date().toISOString().slice(0, 10),
      configuration: { database, sessionStore, workers, seconds, users },
      ...report,
    };
    if (options.write) {
      mkdirSync(places.benchmarks, { recursive: true });
      writeFileSync(join(places.benchmarks, `${options.out ?? name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    }
    return result;
  } finally {
    await subject.stop();
  }
}
