import type { FormBody } from './http-context.ts';

/** Parses a urlencoded body; the caller has already limited its size. */
export function parseForm(contentType: string | undefined, body: string): FormBody {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { values: {}, duplicated: [], wrongType: body !== '' || type !== '' };
  const values: Record<string, string> = Object.create(null);
  const duplicated = new Set<string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in values) duplicated.add(name);
    else values[name] = value;
  }
  return { values, duplicated: [...duplicated], wrongType: false };
}
