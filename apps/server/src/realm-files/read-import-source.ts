import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AnteroomError, type ImportSource, type Representation, splitDocument } from '@anteroom/core';

/** Whoever is in a service account says so with this key; other users need not be parsed for it. */
const SERVES = '"serviceAccountClientId"';
const USERS: ReadonlySet<string> = new Set(['users']);

/**
 * One realm from its file and from files with more of its users. Everything is read once for what is not users, and again as often as
 * `users()` is asked for; never more than one user is in memory.
 */
export async function readImportSource(realmFile: string, userFiles: readonly string[]): Promise<ImportSource> {
  const document: Record<string, unknown> = {};
  const served = new Set<string>();
  const hash = createHash('sha256');
  let userCount = 0;
  for (const file of [realmFile, ...userFiles]) {
    for await (const { key, index, text } of pieces(file, hash)) {
      if (index === null) {
        if (file === realmFile) document[key] = parsed(file, key, text);
        continue;
      }
      userCount += 1;
      if (!text.includes(SERVES)) continue;
      const { serviceAccountClientId } = parsed(file, `users[${index}]`, text) as Representation;
      if (typeof serviceAccountClientId === 'string') served.add(serviceAccountClientId);
    }
  }
  if (typeof document.realm !== 'string') throw new AnteroomError('invalid_input', `${realmFile} is no realm export: it has no "realm"`);
  return {
    document,
    served,
    userCount,
    fingerprint: hash.digest('base64url'),
    async *users() {
      for (const file of [realmFile, ...userFiles]) {
        for await (const { index, text } of pieces(file)) if (index !== null) yield parsed(file, `users[${index}]`, text) as Representation;
      }
    },
  };
}

async function* pieces(file: string, hash?: { update(chunk: Uint8Array): unknown }) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
        hash?.update(chunk);
        yield chunk;
      }
    } catch (error) {
      throw new AnteroomError('invalid_input', `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
        cause: error,
      });
    }
  }
  try {
    yield* splitDocument(chunks(), USERS);
  } catch (error) {
    if (error instanceof AnteroomError && error.message.startsWith('this is')) {
      throw new AnteroomError('invalid_input', `${file}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function parsed(file: string, place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AnteroomError('invalid_input', `${file} is no JSON at ${place}: ${(error as Error).message}`, { cause: error });
  }
}
