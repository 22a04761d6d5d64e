/** Lists of these names are sets: Keycloak gives them in no order. */
const SETS = /(^|\.)(aud|roles|aud_x|scopes_supported|keys|realm_access|.*_supported)$/;
/** Space-separated sets. */
const SCOPES = /(^|\.)(scope|scopes)$/;
/** Roles, client scopes and mappers come in no order either (README of the recordings); users, groups and executions do. */
const isNamedSetMember = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'name' in entry && !('path' in entry) && !('username' in entry) && !('alias' in entry);
/** Time goes by between two answers. */
const LIFETIMES = /(^|\.)(expires_in|refresh_expires_in)$/;

/**
 * Compares a recorded value with an answered one and collects the differences in words. `<…>` are placeholders; `fill` puts captured
 * values in for `{{…}}`.
 */
export function compareValue(expected: unknown, actual: unknown, at: string, fill: (text: string) => string, out: string[]): void {
  if (out.length > 12) return;
  if (typeof expected === 'string') return compareText(expected, actual, at, fill, out);
  if (Array.isArray(expected)) return compareList(expected, actual, at, fill, out);
  if (expected !== null && typeof expected === 'object') return compareObject(expected as Record<string, unknown>, actual, at, fill, out);
  if (LIFETIMES.test(at) && typeof expected === 'number' && typeof actual === 'number' && expected - actual >= 0 && expected - actual <= 3)
    return;
  if (expected !== actual) out.push(`${at}: expected ${show(expected)}, got ${show(actual)}`);
}

function compareText(expected: string, actual: unknown, at: string, fill: (text: string) => string, out: string[]): void {
  if (expected === '<int>' && typeof actual === 'number') return;
  const text = fill(expected);
  if (SCOPES.test(at) && typeof actual === 'string') {
    if (sorted(text.split(' ')) !== sorted(actual.split(' '))) out.push(`${at}: expected ${text}, got ${actual}`);
    return;
  }
  if (typeof actual !== 'string' || !pattern(text).test(actual)) out.push(`${at}: expected ${show(text)}, got ${show(actual)}`);
}

function compareList(expected: readonly unknown[], actual: unknown, at: string, fill: (text: string) => string, out: string[]): void {
  if (!Array.isArray(actual)) {
    out.push(`${at}: expected a list, got ${show(actual)}`);
    return;
  }
  if (expected.length !== actual.length) {
    out.push(`${at}: expected ${expected.length} entries ${show(expected)}, got ${actual.length} ${show(actual)}`);
    return;
  }
  const isSet = SETS.test(at) || expected.every((entry) => typeof entry === 'string' || isNamedSetMember(entry));
  const order = (list: readonly unknown[]) => (isSet ? [...list].sort((a, b) => key(a).localeCompare(key(b))) : list);
  const wanted = order(expected.map((entry) => (typeof entry === 'string' ? fill(entry) : entry)));
  const got = order(actual);
  for (const [index, entry] of wanted.entries()) compareValue(entry, got[index], `${at}[${index}]`, fill, out);
}

function compareObject(
  expected: Readonly<Record<string, unknown>>,
  actual: unknown,
  at: string,
  fill: (text: string) => string,
  out: string[],
): void {
  if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) {
    out.push(`${at}: expected an object, got ${show(actual)}`);
    return;
  }
  const other = withPlaceholders(expected, actual as Record<string, unknown>);
  const missing = Object.keys(expected).filter((name) => !(name in other));
  const more = Object.keys(other).filter((name) => !(name in expected));
  if (missing.length > 0) out.push(`${at}: ${missing.join(', ')} missing`);
  if (more.length > 0) out.push(`${at}: ${more.join(', ')} more than recorded`);
  for (const [name, value] of Object.entries(expected)) if (name in other) compareValue(value, other[name], `${at}.${name}`, fill, out);
}

/** Keys that are ids differ each time: such a key is called as it was recorded (`<uuid>`). */
function withPlaceholders(expected: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const placeholder = Object.keys(expected).find((name) => /^<\w+>$/.test(name));
  const match =
    placeholder === undefined ? undefined : Object.keys(actual).find((name) => !(name in expected) && pattern(placeholder).test(name));
  if (placeholder === undefined || match === undefined) return { ...actual };
  const { [match]: value, ...rest } = actual;
  return { ...rest, [placeholder]: value };
}

/** A recorded text with its placeholders as a pattern. */
export function pattern(text: string): RegExp {
  const source = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/<int>/g, '-?\\d+')
    .replace(/<int-string>/g, '\\d+')
    .replace(/<uuid>/g, '[0-9a-zA-Z._-]{20,}')
    .replace(/<jwt>/g, '[\\w-]+\\.[\\w-]*\\.[\\w-]+')
    .replace(/<ip>/g, '[0-9a-f.:]+')
    .replace(/<[\w#-]+>/g, '[\\s\\S]+?');
  return new RegExp(`^${source}$`);
}

function key(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const entry = value as Record<string, unknown>;
  return (
    String(entry.alg ?? '') +
    String(entry.use ?? '') +
    String(entry.alias ?? entry.name ?? entry.username ?? entry.clientId ?? entry.id ?? '')
  );
}

const sorted = (list: readonly string[]) => [...list].sort().join(' ');
const show = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 160);
