import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a password stands in a list; null when there is no list of that name. */
export type PasswordLists = (name: string, password: string) => boolean | null;

/** Keycloak's place for them, below the data directory. */
const DIRECTORY = 'password-blacklists';

/**
 * The lists of `passwordBlacklist(<file name>)`: a password per line, capitals and small letters alike. Read when the process starts; a
 * policy that names a list nobody put there refuses every password.
 */
export function readPasswordLists(dataDir: string): PasswordLists {
  const lists = new Map(filesOf(join(dataDir, DIRECTORY)).map(([name, text]) => [name, linesOf(text)]));
  return (name, password) => lists.get(name)?.has(password.toLowerCase()) ?? null;
}

function filesOf(directory: string): readonly (readonly [name: string, text: string])[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map(({ name }) => [name, readFileSync(join(directory, name), 'utf8')]);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return [];
    throw error;
  }
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim().toLowerCase())
      .filter((line) => line !== ''),
  );
}
