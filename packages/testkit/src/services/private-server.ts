import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MissingService } from './service.ts';

/** Servers refuse to run as root: then this user runs them. */
const NOBODY = 65_534;
const asRoot = () => process.getuid?.() === 0;

/** Finds a program on the path or in one of the folders, installing its package when that is possible. */
export function findProgram(name: string, folders: readonly string[], aptPackage: string): string {
  const found = look(name, folders);
  if (found !== null) return found;
  if (asRoot()) spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', aptPackage], { timeout: 240_000 });
  const installed = look(name, folders);
  if (installed !== null) return installed;
  throw new MissingService(`${name} is not here: install it (Debian: apt-get install ${aptPackage}) or name a server by its TEST_…_URL`);
}

function look(name: string, folders: readonly string[]): string | null {
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  return places.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Subfolders of a folder, newest version first. */
export function versionsIn(folder: string, below: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(folder, version, below));
}

/** An empty directory that belongs to the user who will run the server. */
export function makeDataDir(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o700);
  if (asRoot()) chownSync(folder, NOBODY, NOBODY);
  return folder;
}

/** Runs a preparing program to its end as the user of the server. */
export function runAsServerUser(program: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: cwd, LC_ALL: 'C' },
    ...identity(),
  });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.error?.message ?? ''} ${result.stderr} ${result.stdout}`);
}

function identity(): { readonly uid?: number; readonly gid?: number } {
  return asRoot() ? { uid: NOBODY, gid: NOBODY } : {};
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export interface PrivateServer {
  readonly pid: number;
  /** Ends the server; its data stays until `remove`. */
  stop(): Promise<void>;
}

const GUARD =
  '"$@" >"$LOG" 2>&1 </dev/null & echo $!; read _ || gone=1; kill -"$SIGNAL" $! 2>/dev/null; wait $!; [ -z "$gone" ] || rm -rf "$HOME"';

/**
 * Starts the server under a shell that ends it when this process is gone, however it went: the shell reads a pipe that only this process
 * holds open. Then the directory goes too.
 */
export async function startGuarded(
  command: readonly string[],
  folder: string,
  { signal, isReady }: { readonly signal: 'INT' | 'TERM'; readonly isReady: () => boolean },
): Promise<PrivateServer> {
  const shell = spawn('/bin/sh', ['-c', GUARD, 'guard', ...command], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', LOG: join(folder, 'server.log'), SIGNAL: signal },
    ...identity(),
  });
  const [line] = (await once(shell.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  const pid = Number(line.toString().trim());
  for (let turn = 0; !isReady(); turn += 1) {
    if (turn > 600 || shell.exitCode !== null || hasEnded(pid)) {
      shell.stdin?.end('stop\n');
      throw new Error(`${command[0]} did not start; see ${join(folder, 'server.log')}`);
    }
    await wait(50);
  }
  // Neither keeps this process alive.
  shell.stdout?.destroy();
  shell.unref();
  return {
    pid,
    stop: async () => {
      if (shell.exitCode !== null || shell.signalCode !== null) return;
      const gone = once(shell, 'exit');
      shell.ref();
      shell.stdin?.end('stop\n');
      await gone;
    },
  };
}

/** Its shell waits for a word of ours and not for it, so it may have ended without being gone. */
function hasEnded(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return existsSync('/proc/self');
  }
}

/** Sends a signal to a process and to everything it started, first to the one that could start more. */
export function signalTree(pid: number, signal: 'SIGSTOP' | 'SIGCONT', which: 'all' | 'workers' = 'all'): void {
  if (which === 'all') process.kill(pid, signal);
  for (const child of childrenOf(pid)) {
    try {
      signalTree(child, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
