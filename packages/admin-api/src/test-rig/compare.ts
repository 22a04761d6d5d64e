type Values = Readonly<Record<string, string>>;

/** Puts captured values in place of `{{name}}`. */
export function substitute<T>(value: T, values: Values): T {
  if (typeof value === 'string') return value.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole) as T;
  if (Array.isArray(value)) return value.map((item) => substitute(item, values)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, values)])) as T;
}

/** Differences between a recorded value (with `<placeholders>`) and an answer; lists of texts and of named things are sets. */
export function differences(expected: unknown, actual: unknown, at = 'body'): readonly string[] {
  if (expected === '<int>' && typeof actual === 'number') return [];
  if (typeof expected === 'string')
    return typeof actual === 'string' && patternOf(expected).test(actual)
      ? []
      : [`${at}: expected ${short(expected)}, got ${short(actual)}`];
  if (Array.isArray(expected)) return differentLists(expected, actual, at);
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return [`${at}: expected an object, got ${short(actual)}`];
    const [wanted, given] = [expected as Record<string, unknown>, actual as Record<string, unknown>];
    const missing = Object.keys(wanted).filter((key) => !(key in given));
    const extra = Object.keys(given).filter((key) => !(key in wanted));
    return [
      ...(missing.length > 0 ? [`${at}: missing ${missing}`] : []),
      ...(extra.length > 0 ? [`${at}: extra ${extra}`] : []),
      ...Object.keys(wanted).flatMap((key) => (key in given ? differences(wanted[key], given[key], `${at}.${key}`) : [])),
    ];
  }
  return expected === actual ? [] : [`${at}: expected ${short(expected)}, got ${short(actual)}`];
}

function differentLists(expected: readonly unknown[], actual: unknown, at: string): readonly string[] {
  if (!Array.isArray(actual)) return [`${at}: expected a list, got ${short(actual)}`];
  if (expected.length !== actual.length) return [`${at}: expected ${expected.length} entries, got ${actual.length}: ${short(actual)}`];
  const [left, right] = [sorted(expected), sorted(actual)];
  return left.flatMap((item, index) => differences(item, right[index], `${at}[${index}]`));
}

function sorted(list: readonly unknown[]): readonly unknown[] {
  const keyOf = (item: unknown): string => {
    if (item === null || typeof item !== 'object') return String(item);
    const named = item as Record<string, unknown>;
    return String(named.alias ?? named.name ?? named.username ?? named.clientId ?? named.path ?? '');
  };
  return list
    .map((item, index) => ({ item, index }))
    .sort((a, b) => keyOf(a.item).localeCompare(keyOf(b.item)) || a.index - b.index)
    .map(({ item }) => item);
}

export function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/<int>/g, '-?\\d+').replace(/<[a-z_-]+>/g, '[\\s\\S]+?')}$`);
}

const short = (value: unknown) => JSON.stringify(value)?.slice(0, 140);
