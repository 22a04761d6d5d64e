import { requireWrk } from './load/wrk.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { finalReport, runBenchmark } from './run.ts';
import { runTrial } from './trials/trials.ts';

/** `main(arguments, places)`: the exit code. */
export async function main(args: readonly string[], places: { readonly bundle: string; readonly benchmarks: string }): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions(args);
    if (options !== null && options.trial === null) requireWrk();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(HELP);
    return 0;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  if (options.trial !== null) {
    process.stdout.write(`${JSON.stringify(await runTrial(options.trial, options, places), null, 2)}\n`);
    return 0;
  }
  const result = await runBenchmark({ options, ...places, say: (line) => void process.stderr.write(`${line}\n`) });
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${finalReport(result)}\n`);
  return result.measured.some(({ outcome }) => outcome.errors > 0) ? 1 : 0;
}
