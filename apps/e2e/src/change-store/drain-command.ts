import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BUNDLE } from '../server.ts';

export interface DrainLine {
  readonly state: 'asking' | 'moving' | 'finished';
  readonly moved: number;
  readonly remaining: number;
}

export interface DrainRun {
  readonly code: number | null;
  /** Every line it printed. */
  readonly lines: readonly DrainLine[];
  readonly errors: string;
}

/** Runs `store drain --to …`; `killWhen` ends it as a power cut would, at the first line it likes. */
export function drainStore(
  to: string,
  env: Readonly<Record<string, string>>,
  killWhen: (line: DrainLine) => boolean = () => false,
): Promise<DrainRun> {
  const child = spawn(process.execPath, [BUNDLE, 'store', 'drain', '--to', to, '--json'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: DrainLine[] = [];
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const printed = createInterface({ input: child.stdout });
  printed.on('line', (text) => {
    const line = JSON.parse(text) as DrainLine;
    lines.push(line);
    if (killWhen(line)) child.kill('SIGKILL');
  });
  const closed = new Promise((resolve) => printed.once('close', resolve));
  return new Promise((resolve) => {
    child.once('exit', async (code) => {
      await closed;
      resolve({ code, lines, errors });
    });
  });
}
