import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Methods of the client that have no counterpart here, with the reason; `docs/admin-api.md` is made of the same file. */
export const NOT_OFFERED: Readonly<Record<string, string>> = (
  JSON.parse(readFileSync(join(import.meta.dirname, 'methods.json'), 'utf8')) as { readonly notOffered: Readonly<Record<string, string>> }
).notOffered;
