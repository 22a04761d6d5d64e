import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BUNDLE = join(import.meta.dirname, '../../server/dist/main.js');

export interface RunningServer {
  /** Where it really listens. */
  readonly local: string;
  /** What it calls itself: the configured hostname, or the same. */
  readonly base: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** SIGKILL, as a power cut; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves with the exit code when it ends by itself (a failpoint). */
  readonly exited: Promise<number | null>;
}

export interface ServerOptions {
  readonly command?: 'start' | 'start-dev';
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build than the one under test: a mutant. */
  readonly bundle?: string;
  /** Network namespace to run in; its loopback addresses are its own. */
  readonly namespace?: string;
}

export const ADMIN = { username: 'admin', password: 'Admin-pw-2026' };

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'anteroom-e2e-'));
}

export function removeDataDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Environment of a server or command: nothing of the machine's own settings leaks in. */
function serverEnvironment(options: ServerOptions & { readonly dataDir: string }): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    ANTEROOM_DATA_DIR: options.dataDir,
    ANTEROOM_HTTP_PORT: String(options.port ?? 0),
    ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
    ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    ...(options.command === 'start'
      ? { ANTEROOM_HTTP_HOST: '127.0.0.1', ANTEROOM_MANAGEMENT_PORT: '0', ANTEROOM_SHUTDOWN_DELAY: '0' }
      : {}),
    ...options.env,
  };
}

/** Starts the built server as its own process and waits until it says where it listens. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  if (!existsSync(BUNDLE)) throw new Error('the server is not built: run the tests through npm test, which builds it');
  const dataDir = options.dataDir ?? newDataDir();
  const inside = options.namespace === undefined ? [] : ['ip', 'netns', 'exec', options.namespace];
  const node = [process.execPath, options.bundle ?? BUNDLE, options.command ?? 'start-dev'];
  const [program = '', ...words] = [...inside, ...node];
  const child = spawn(program, words, {
    env: serverEnvironment({ ...options, dataDir }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const port = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /listening on \S*?:(\d+)\b/.exec(output);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const local = `http://${options.command === 'start' ? '127.0.0.1' : 'localhost'}:${port}`;
  return {
    local,
    base: options.env?.ANTEROOM_HOSTNAME ?? local,
    dataDir,
    process: child,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    exited,
  };
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the command line to its end. */
export function runCommand(
  args: readonly string[],
  options: ServerOptions & { readonly dataDir: string; readonly bare?: boolean },
): Promise<CommandResult> {
  const env = options.bare
    ? { PATH: process.env.PATH ?? '', ANTEROOM_DATA_DIR: options.dataDir, ...options.env }
    : serverEnvironment(options);
  const child = spawn(process.execPath, [BUNDLE, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, stdout, stderr })));
}
