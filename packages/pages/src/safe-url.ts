const FORBIDDEN = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:']);

/** A link's target, or null when following it could run something. Applications may have schemes of their own (`myapp:/done`). */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    return FORBIDDEN.has(new URL(url, 'https://relative.invalid').protocol) ? null : url;
  } catch {
    return null;
  }
}
