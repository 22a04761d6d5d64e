import { once } from 'node:events';
import { type FileHandle, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Any change as a value: a row under its name, or null when it is removed. */
type Change<Row> = readonly [name: string, row: Row | null];

export interface Journal<Row> {
  /** What the changes so far have made. */
  readonly rows: ReadonlyMap<string, Row>;
  /** To be seen in `rows` at once; resolves when it is on the disk. */
  write(name: string, row: Row | null): Promise<void>;
  close(): Promise<void>;
}

/** Lines that a file may have more than four per row, before it is written anew. */
const SPARE_LINES = 10_000;

/**
 * Rows in memory and a file of their changes, a line each. Lines that come while others are being written make up the next group, so that
 * one sync of the disk acknowledges them all. A group that cannot be written has not happened: memory is made anew from the file.
 */
export async function openJournal<Row>(folder: string): Promise<Journal<Row>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await takeLock(join(folder, 'lock'));
  const path = join(folder, 'journal');
  const rows = new Map<string, Row>();
  let file = await open(path, 'a', 0o600);
  let queue: { readonly line: string; readonly done: PromiseWithResolvers<void> }[] = [];
  let writing: Promise<void> | null = null;
  let lines = 0;

  const apply = (name: string, row: Row | null) => (row === null ? rows.delete(name) : rows.set(name, row));

  /** What a killed process left behind the last whole line was never acknowledged. */
  const load = async () => {
    const bytes = await readFile(path);
    const end = bytes.lastIndexOf('\n') + 1;
    await file.truncate(end);
    const changes = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    rows.clear();
    for (const line of changes) apply(...(JSON.parse(line) as Change<Row>));
    lines = changes.length;
  };

  /** What memory has and the file has not yet comes once more behind it, which makes the same row. */
  const writeAnew = async () => {
    const fresh = await open(`${path}.new`, 'w', 0o600);
    await append(fresh, [...rows].map(toLine).join(''));
    await rename(`${path}.new`, path);
    await syncFolder(folder);
    await file.close();
    await fresh.close();
    file = await open(path, 'a', 0o600);
    lines = rows.size;
  };

  const writeQueue = async () => {
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      try {
        await append(file, group.map(({ line }) => line).join(''));
        for (const { done } of group) done.resolve();
        lines += group.length;
        if (lines > SPARE_LINES + 4 * rows.size) await writeAnew();
      } catch (error) {
        group.push(...queue.splice(0));
        for (const { done } of group) done.reject(error);
        // When not even this can be done the process must not go on.
        await load();
      }
    }
    writing = null;
  };

  await load();
  return {
    rows,
    write(name, row) {
      apply(name, row);
      const done = Promise.withResolvers<void>();
      queue.push({ line: toLine([name, row]), done });
      writing ??= writeQueue();
      return done.promise;
    },
    async close() {
      await writing;
      await file.close();
      lock.close();
    },
  };
}

const toLine = (change: Change<unknown>) => `${JSON.stringify(change)}\n`;

async function append(file: FileHandle, text: string): Promise<void> {
  await file.appendFile(text);
  await file.datasync();
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
}

/** Whoever listens on the socket is alive; the system closes it with the process, however that ends. */
async function takeLock(path: string): Promise<Server> {
  const server = createServer((peer) => peer.destroy()).unref();
  const listen = () => once(server.listen(path), 'listening');
  await listen().catch(async () => {
    const held = () => Promise.reject(new Error(`${path} is held by another process`));
    await once(connect(path), 'connect').then(held, () => unlink(path));
    await listen();
  });
  return server;
}
