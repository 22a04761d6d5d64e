/** Where the console is: what stands before it, and who signs administrators in. */
export interface Place {
  /** Path the whole server is served under, without its last slash; empty at the root. */
  readonly base: string;
  /** The realm that signs administrators in (`/admin/{realm}/console/…`); null at `/admin/console/…`, which means master. */
  readonly realm: string | null;
  /** What follows `console`, with its leading slash. */
  readonly rest: string;
}

/** Reads a path; null when it is none of the console's. */
export function readPlace(pathname: string): Place | null {
  const match = /^(.*?)\/admin\/(?:([^/]+)\/)?console(\/.*)?$/.exec(pathname);
  if (match === null) return null;
  return { base: match[1] ?? '', realm: match[2] === undefined ? null : decodeURIComponent(match[2]), rest: match[3] ?? '/' };
}

/**
 * Where the console of a realm begins, without a last slash. Below it is the redirect URI that Keycloak registers for its console, so
 * that every realm has it, imported ones included.
 */
export const consolePath = (base: string, realm: string): string => `${base}/admin/${encodeURIComponent(realm)}/console`;
