import type { ZodError, ZodType } from 'zod';
import { type AdminFailure, bad } from './failure.ts';

/** No representation of Keycloak's comes near; what is nested deeper could only exhaust the stack of whoever walks it. */
const MAX_DEPTH = 100;

/** Parses and checks a JSON body as Keycloak does: its texts for broken JSON and unknown properties. */
export function parseJson<B>(text: string, name: string, schema: ZodType<B>): B {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad('invalid_request', 'Cannot parse the JSON');
  }
  if (isTooDeep(value, MAX_DEPTH) || hasNul(text)) throw bad('invalid_request', 'Cannot parse the JSON');
  const result = schema.safeParse(withoutNulls(value));
  if (result.success) return result.data;
  throw representationFailure(result.error, text, name);
}

/** A NUL is no character of a text to PostgreSQL, nor of a name to anybody. */
const hasNul = (text: string): boolean => /(^|[^\\])(\\\\)*\\u0000/.test(text);

/** Goes down as far as the limit and no further. */
function isTooDeep(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

/** A null is an absent key to Keycloak's representations. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

function representationFailure(error: ZodError, text: string, name: string): AdminFailure {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const { line, column } = locate(text, key);
    return bad(`Invalid json representation for ${name}. Unrecognized field "${key}" at line ${line} column ${column}.`);
  }
  const path = issue === undefined || issue.path.length === 0 ? '' : ` Field "${issue.path.map(String).join('.')}" has the wrong type.`;
  return bad(`Invalid json representation for ${name}.${path}`);
}

/** Where Keycloak's parser stands when it meets an unknown field: behind the field's value (a literal) or its opening character. */
function locate(text: string, key: string): { readonly line: number; readonly column: number } {
  const found = new RegExp(`${JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*:\\s*(["{[]|[^,}\\]\\s]+)`).exec(text);
  const before = text.slice(0, found === null ? text.length : found.index + found[0].length);
  const lines = before.split('\n');
  return { line: lines.length, column: lines[lines.length - 1]!.length + 1 };
}
