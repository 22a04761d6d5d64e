import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ConsoleFiles } from '@anteroom/http';

/** In an image the console stands beside the bundle; in a checkout it is the console's own build, seen from the bundle and the source alike. */
const PLACES = ['console', '../../admin-ui/dist'];

/** The built console, read once; null when it is not built, as in tests that need none. */
export function readConsole(from: string = import.meta.dirname): ConsoleFiles | null {
  for (const place of PLACES) {
    const folder = join(from, place);
    const index = read(join(folder, 'index.html'));
    if (index === null) continue;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => path !== 'index.html')
      .map((path) => ({ path: path.split(sep).join('/'), body: readFileSync(join(folder, path)) }));
    return { index: index.toString('utf8'), files };
  }
  return null;
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
