import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a module of somebody else's lies: a path is absolute or begins with a dot; a package is looked for from `directory`, then beside the server. */
export function locateModule(place: string, directory: string): string {
  if (isAbsolute(place) || place.startsWith('.')) return pathToFileURL(resolve(directory, place)).href;
  try {
    return pathToFileURL(createRequire(join(directory, 'package.json')).resolve(place)).href;
  } catch {
    return place;
  }
}
