import { AnteroomError } from '@anteroom/core';

/** `name=value` words as an object; a value that is JSON is taken as that, `attributes.x=y` sets one attribute. */
export function settingsOf(words: readonly string[]): Readonly<Record<string, unknown>> {
  const settings: Record<string, unknown> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) throw new AnteroomError('invalid_input', `"${word}" is no setting: write name=value`);
    const name = word.slice(0, at);
    const [group, inner] = name.startsWith('attributes.') ? ['attributes', name.slice('attributes.'.length)] : [name, null];
    const value = parsedValue(word.slice(at + 1));
    if (inner === null) settings[group] = value;
    else settings[group] = { ...(settings[group] as object | undefined), [inner]: value };
  }
  return settings;
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
