import type { LoadedConfiguration } from './configuration.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** The reference table of `docs/configuration.md`, generated so that it cannot go stale. */
export function settingsAsMarkdown(): string {
  const rows = (Object.values(SETTINGS) as readonly Setting[]).map(
    (setting) =>
      `| \`${setting.env}\`${setting.secret ? ' (or `…_FILE`)' : ''} | ${setting.aliases.map((alias) => `\`${alias}\``).join(', ')} | ${setting.default ?? ''} | ${setting.description} |`,
  );
  return ['| Setting | Also accepted | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

export interface ShownSetting {
  readonly name: string;
  /** Masked when it is a secret; null when not set. */
  readonly value: string | null;
  readonly source: string;
}

/** Every setting with its value and where it came from, secrets masked. */
export function showSettings(loaded: LoadedConfiguration): readonly ShownSetting[] {
  return (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const setting: Setting = SETTINGS[name];
    const found = loaded.found.get(name);
    if (found === undefined) return { name: setting.env, value: setting.default, source: 'default' };
    return { name: setting.env, value: setting.secret ? '********' : found.text, source: found.source };
  });
}
