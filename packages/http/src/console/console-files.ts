/** The built console: its one page, and everything that page loads. */
export interface ConsoleFiles {
  /** Its addresses begin with `./`, and `__CSP_NONCE__` stands where each answer gets a nonce of its own. */
  readonly index: string;
  readonly files: readonly {
    /** Below the folder of the build, with slashes: `assets/main-B1x2.js`. Names below `assets/` carry the hash of the content. */
    readonly path: string;
    readonly body: Uint8Array;
  }[];
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

/** Of the files of a build; a kind that nobody thought of is not guessed by the browser either (`nosniff`). */
export function contentTypeOf(path: string): string {
  return TYPES[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''] ?? 'application/octet-stream';
}
