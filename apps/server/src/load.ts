import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type LoadedConfiguration, loadConfiguration, type Mode, type SettingName } from '@anteroom/config';

/** Configuration of this process: environment and the flags of a command. */
export function load(mode: Mode, flags: Partial<Record<SettingName, string>> = {}): LoadedConfiguration {
  return loadConfiguration({
    mode,
    env: process.env,
    cores: availableParallelism(),
    flags,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
}

/** Commands beside a running server take production's settings when a hostname is set and development's otherwise. */
export function modeOfEnvironment(): Mode {
  return process.env.ANTEROOM_HOSTNAME || process.env.KC_HOSTNAME ? 'production' : 'development';
}
