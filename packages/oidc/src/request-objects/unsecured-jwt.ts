/** The payload of an unsecured JWT (RFC 7519 §6: `alg` is `none`, no signature); null for anything else. It proves nothing. */
export function splitUnsecured(token: string): Readonly<Record<string, unknown>> | null {
  const [header = '', payload = '', signature, ...more] = token.split('.');
  if (signature !== '' || more.length > 0) return null;
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { readonly alg?: unknown };
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return alg === 'none' && typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
