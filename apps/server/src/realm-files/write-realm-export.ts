import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RealmExporter, RealmSnapshot, Representation } from '@anteroom/core';

/** Keycloak's words for where the users go. */
export const USERS_PLACES = ['different_files', 'same_file', 'realm_file', 'skip'] as const;
export type UsersPlace = (typeof USERS_PLACES)[number];

export interface ExportTarget {
  /** One file, or a directory. */
  readonly path: string;
  readonly kind: 'file' | 'dir';
  readonly users: UsersPlace;
  readonly usersPerFile: number;
}

/**
 * Writes a realm as Keycloak's export does, users by the page. A file appears under its name when it is whole, for its owner's eyes
 * only: it holds every hash, secret and key of the realm. Resolves with the number of users.
 */
export async function writeRealmExport(
  exporter: RealmExporter,
  realm: RealmSnapshot,
  target: ExportTarget,
  progress: (users: number) => void,
): Promise<number> {
  const document = await exporter.realm(realm);
  const place = target.kind === 'file' && target.users !== 'skip' ? 'realm_file' : target.users;
  const realmFile = target.kind === 'file' ? target.path : join(target.path, `${realm.name}-realm.json`);
  await mkdir(dirname(realmFile), { recursive: true });
  if (target.kind === 'dir') await removeOldUsers(target.path, realm.name);
  let written = 0;

  const count = async function* (pages: AsyncIterable<readonly Representation[]>) {
    for await (const page of pages) {
      for (const user of page) yield user;
      written += page.length;
      progress(written);
    }
  };
  const users = count(exporter.users(realm));
  const file = (suffix: string) => join(target.path, `${realm.name}-users${suffix}.json`);

  switch (place) {
    case 'skip':
      await writeWhole(realmFile, (out) => writeDocument(out, document, null));
      break;
    case 'realm_file':
      await writeWhole(realmFile, (out) => writeDocument(out, document, users));
      break;
    case 'same_file':
      await writeWhole(file(''), (out) => writeDocument(out, { realm: realm.name }, users));
      await writeWhole(realmFile, (out) => writeDocument(out, document, null));
      break;
    case 'different_files': {
      let more = true;
      for (let number = 0; more; number += 1) {
        const part = take(users, target.usersPerFile, (ended) => {
          more = !ended;
        });
        await writeWhole(file(`-${number}`), (out) => writeDocument(out, { realm: realm.name }, part));
      }
      await writeWhole(realmFile, (out) => writeDocument(out, document, null));
      break;
    }
  }
  return written;
}

/** The next `size`; the iterator stays open for the file after it. */
async function* take<T>(items: AsyncIterator<T>, size: number, done: (ended: boolean) => void): AsyncGenerator<T> {
  for (let taken = 0; taken < size; taken += 1) {
    const next = await items.next();
    if (next.done) return done(true);
    yield next.value;
  }
}

async function writeDocument(out: FileHandle, document: Representation, users: AsyncIterable<Representation> | null): Promise<void> {
  const text = JSON.stringify(document, null, 2);
  if (users === null) {
    await out.write(`${text}\n`);
    return;
  }
  await out.write(`${text.slice(0, text.lastIndexOf('}')).trimEnd()},\n  "users": [`);
  let lines: string[] = [];
  let first = true;
  for await (const user of users) {
    lines.push(`${first ? '' : ','}\n    ${JSON.stringify(user)}`);
    first = false;
    if (lines.length < 100) continue;
    await out.write(lines.join(''));
    lines = [];
  }
  await out.write(`${lines.join('')}\n  ]\n}\n`);
}

async function writeWhole(path: string, write: (out: FileHandle) => Promise<void>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true });
  const out = await open(unfinished, 'wx', 0o600);
  try {
    await write(out);
    await out.sync();
  } finally {
    await out.close();
  }
  await rename(unfinished, path);
}

/** Files of an earlier, larger export would bring back users that are gone. */
async function removeOldUsers(folder: string, realm: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${realm}-users`));
  const own = names.filter((name) => /^-users(-\d+)?\.json$/.test(name.slice(realm.length)));
  for (const name of own) await rm(join(folder, name));
}
