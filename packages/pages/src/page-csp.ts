import type { ViewKind } from './page-props.ts';

/**
 * Everything a page needs, and nothing else. No `form-action`: browsers apply it to every redirect that follows a POST, and where an
 * application's callback leads is not ours to know (decision record "no form-action on login pages").
 */
export const PAGE_CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'";

/** Views whose forms, if any, are answered by a page of ours: there `form-action` costs nothing. */
const STAYS_HERE: ReadonlySet<ViewKind> = new Set([
  'info',
  'error',
  'expired',
  'logged-out',
  'link-confirm',
  'link-session',
  'link-done',
  'link-dead',
  'set-up',
  'set-up-dead',
]);

/** Sources as CSP writes them; anything that could end the directive or the header is not one. */
const FRAME_ANCESTORS = /(?:^|;)\s*frame-ancestors\s+([A-Za-z0-9'*:/.\- ]+?)\s*(?:;|$)/i;

export interface PageCspInput {
  readonly kind: ViewKind;
  /** The realm's `browserSecurityHeaders.contentSecurityPolicy`; only who may frame the pages is taken from it. */
  readonly realmPolicy: string | null | undefined;
}

/** The `Content-Security-Policy` header of a page. */
export function pageCsp({ kind, realmPolicy }: PageCspInput): string {
  const ancestors = FRAME_ANCESTORS.exec(realmPolicy ?? '')?.[1] ?? "'none'";
  return `${PAGE_CSP}${STAYS_HERE.has(kind) ? "; form-action 'self'" : ''}; frame-ancestors ${ancestors}`;
}
