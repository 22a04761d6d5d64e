import type { HttpRequest } from '../http-context.ts';

/** RFC 6750 §2.1 and §2.2; a token in the query (§2.3) is not looked at, as recorded. */
export async function presentedToken(request: HttpRequest): Promise<string | null> {
  const match = /^bearer +(\S+)$/i.exec(request.headers.authorization?.trim() ?? '');
  if (match !== null) return match[1]!;
  if (request.method !== 'POST' || request.headers.authorization !== undefined) return null;
  const { values, duplicated } = await request.readForm();
  return duplicated.includes('access_token') ? null : (values.access_token ?? null);
}
