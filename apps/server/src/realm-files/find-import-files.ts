import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AnteroomError } from '@anteroom/core';

export interface ImportFiles {
  readonly realm: string;
  /** In the order in which their numbers count. */
  readonly users: readonly string[];
}

const REALM = /^(.+)-realm\.json$/;

/** One file, or a directory as Keycloak's export fills it: `<realm>-realm.json`, `<realm>-users.json`, `<realm>-users-<n>.json`. */
export function findImportFiles(path: string): readonly ImportFiles[] {
  let names: readonly string[];
  try {
    if (!statSync(path).isDirectory()) return [{ realm: path, users: [] }];
    names = readdirSync(path).sort();
  } catch (error) {
    throw new AnteroomError('invalid_input', `${path} cannot be read`, { cause: error });
  }
  const realms = names.flatMap((name) => REALM.exec(name)?.[1] ?? []);
  if (realms.length === 0) throw new AnteroomError('invalid_input', `${path} has no file that ends in -realm.json`);
  return realms.map((realm) => {
    const numbers = names.flatMap((name) => {
      const rest = name.startsWith(`${realm}-users`) ? name.slice(realm.length) : '';
      const number = /^-users(?:-(\d+))?\.json$/.exec(rest);
      return number === null ? [] : [{ name, at: number[1] === undefined ? -1 : Number(number[1]) }];
    });
    return { realm: join(path, `${realm}-realm.json`), users: numbers.sort((a, b) => a.at - b.at).map(({ name }) => join(path, name)) };
  });
}
