import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** A configuration that cannot be used. `message` is one line that says what to change. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Where a value came from, for `show-config`: an environment name, a file, or the default. */
export interface Found {
  readonly text: string;
  readonly source: string;
}

export interface ReadInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Flags of the command line win over the environment. */
  readonly flags?: Partial<Record<SettingName, string>>;
  /** Reads a `_FILE`; throws when it cannot. */
  readonly readFile: (path: string) => string;
}

export interface Settings {
  readonly found: ReadonlyMap<SettingName, Found>;
  readonly notices: readonly string[];
}

/** Collects every setting's text and refuses names that mean nothing. */
export function readSettings({ env, flags = {}, readFile }: ReadInput): Settings {
  const notices: string[] = [];
  const found = new Map<SettingName, Found>();
  refuseUnknownNames(env);
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const flag = flags[name];
    const value = flag === undefined ? fromEnvironment(SETTINGS[name], env, readFile, notices) : { text: flag, source: 'command line' };
    if (value !== null) found.set(name, value);
  }
  for (const key of Object.keys(env).filter((key) => key.startsWith('KC_') && !ALIASES.has(key) && env[key])) {
    notices.push(`${key} is a Keycloak setting that Anteroom does not have; it is ignored`);
  }
  return { found, notices };
}

const LIST = Object.values(SETTINGS) as readonly Setting[];
const ALIASES: ReadonlySet<string> = new Set(LIST.flatMap((setting) => setting.aliases.flatMap((alias) => [alias, `${alias}_FILE`])));
const NAMES: ReadonlySet<string> = new Set(
  LIST.flatMap((setting) => (setting.secret ? [setting.env, `${setting.env}_FILE`] : [setting.env])),
);

function fromEnvironment(setting: Setting, env: ReadInput['env'], readFile: ReadInput['readFile'], notices: string[]): Found | null {
  for (const name of [setting.env, ...setting.aliases]) {
    const text = env[name];
    if (text !== undefined && text !== '') {
      if (name.startsWith('KC_')) notices.push(`${name} is Keycloak's name for ${setting.env}; both work`);
      return { text, source: name };
    }
    const file = setting.secret ? env[`${name}_FILE`] : undefined;
    if (file === undefined || file === '') continue;
    try {
      return { text: readFile(file).trim(), source: `${name}_FILE` };
    } catch {
      throw new ConfigurationError(`${name}_FILE: the file ${file} cannot be read`);
    }
  }
  return null;
}

function refuseUnknownNames(env: ReadInput['env']): void {
  for (const name of Object.keys(env)) {
    // Commands against a server have names of their own.
    if (!name.startsWith('ANTEROOM_') || name.startsWith('ANTEROOM_CLI_') || NAMES.has(name)) continue;
    const close = [...NAMES].map((known) => ({ known, distance: editDistance(known, name) })).sort((a, b) => a.distance - b.distance)[0];
    const hint = close !== undefined && close.distance <= 4 ? `; did you mean ${close.known}?` : '';
    throw new ConfigurationError(`${name} is not a setting${hint}`);
  }
}

/** Levenshtein distance, for "did you mean". */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
