import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE } from './server.ts';

/** What the bundle's first lines load: the whole server, which can be started by itself. */
const PROGRAM = join(dirname(BUNDLE), 'command-line.js');

export interface Mutant {
  readonly bundle: string;
  remove(): void;
}

/** The built server with one promise broken: shows that a test which finds nothing would have found something. */
export function buildMutant(sound: string, broken: string): Mutant {
  const source = readFileSync(PROGRAM, 'utf8');
  if (!source.includes(sound)) throw new Error(`the server has no ${JSON.stringify(sound)} to break`);
  const bundle = join(dirname(BUNDLE), `mutant-${process.pid}-${Date.now()}.js`);
  writeFileSync(bundle, source.replaceAll(sound, broken));
  return { bundle, remove: () => rmSync(bundle, { force: true }) };
}
