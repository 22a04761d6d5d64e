import { showSettings } from '@anteroom/config';
import { load, modeOfEnvironment } from '../load.ts';

export function showConfig(options: { readonly json?: boolean; readonly dev?: boolean }): void {
  const shown = showSettings(load(options.dev ? 'development' : modeOfEnvironment()));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  const width = Math.max(...shown.map((setting) => setting.name.length));
  for (const { name, value, source } of shown) process.stdout.write(`${name.padEnd(width)}  ${value ?? '(not set)'}  (${source})\n`);
}
