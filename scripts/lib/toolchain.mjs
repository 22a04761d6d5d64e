// The first thing every command does, on any Node from 18 on and without a dependency: go on under Node 24, and install what the
// lockfile says (settled once, in the lockfile; no package runs a script of its own).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const state = join(root, 'node_modules/.anteroom');
const windows = process.platform === 'win32';
const NODE = 'node@24';
const ENOUGH = [22, 18];

/** Re-executes the calling script under a new enough Node, or returns at once when this one is. */
export async function underNewNode(script, args) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > ENOUGH[0] || (major === ENOUGH[0] && minor >= ENOUGH[1])) return;
  const node = newNode();
  process.exit(await run(node, [script, ...args]));
}

/** Path of a new Node: remembered, or fetched once through npx. */
function newNode() {
  const remembered = join(state, 'node-path');
  if (existsSync(remembered)) {
    const path = readFileSync(remembered, 'utf8').trim();
    if (existsSync(path)) return path;
  }
  console.error(`Node ${process.versions.node} is older than Anteroom runs on; fetching ${NODE} …`);
  const found = spawnSync('npx', ['-y', NODE, '-p', 'process.execPath'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  const path = found.stdout?.trim().split('\n').pop() ?? '';
  if (found.status !== 0 || !existsSync(path)) {
    console.error('Node 24 could not be fetched with npx. Install Node 24 or newer and run the command again.');
    process.exit(1);
  }
  mkdirSync(state, { recursive: true });
  writeFileSync(remembered, path);
  return path;
}

/** Environment in which this Node and the pinned pnpm come first on the PATH. */
export function toolEnvironment() {
  return { ...process.env, PATH: [dirname(process.execPath), pnpmDirectory(), process.env.PATH].join(delimiter), CI: 'true' };
}

/** Where the pinned pnpm is: remembered, or fetched once through npx. */
function pnpmDirectory() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const remembered = join(state, packageManager.replace('@', '-'));
  const isHere = (directory) => ['pnpm', 'pnpm.cmd'].some((name) => existsSync(join(directory, name)));
  if (existsSync(remembered)) {
    const directory = readFileSync(remembered, 'utf8');
    if (isHere(directory)) return directory;
  }
  const found = spawnSync('npx', ['-y', '-p', packageManager, 'node', '-p', 'process.env.PATH'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  const directory = (found.stdout ?? '').trim().split(delimiter).find(isHere);
  if (directory === undefined) {
    console.error(`${packageManager} could not be fetched with npx; is the npm registry reachable?`);
    process.exit(1);
  }
  mkdirSync(state, { recursive: true });
  writeFileSync(remembered, directory);
  return directory;
}

/** Installs the workspace from the lockfile when manifests or lockfile changed since the last time. */
export function install() {
  const stamp = join(state, 'installed');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const done = spawnSync('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (done.status !== 0) {
    console.error('Installing the dependencies failed; the lines above say why.');
    process.exit(1);
  }
  mkdirSync(state, { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) files.push(`${group}/${name}/package.json`);
  }
  const hash = createHash('sha256').update(process.version);
  for (const file of files.filter((file) => existsSync(join(root, file)))) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Runs a program to its end, passing signals on; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}

/** A program of the installed dependencies. */
export const bin = (name) => join(root, 'node_modules/.bin', name);
