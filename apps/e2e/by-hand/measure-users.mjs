// Imports a realm of 100,000 users and measures the lists and searches of the Admin REST on it, one call after the other. By hand: it
// takes minutes. With PostgreSQL, an empty database:
//
//   node apps/e2e/by-hand/measure-users.mjs [users] [rounds]
//   DATABASE_URL=postgres://postgres@127.0.0.1/measure node apps/e2e/by-hand/measure-users.mjs
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdminClient } from '../src/admin.ts';
import { writeLargeRealm } from '../src/large-realm.ts';
import { BUNDLE, newDataDir, removeDataDir, startServer } from '../src/server.ts';

const USERS = Number(process.argv[2] ?? 100_000);
const ROUNDS = Number(process.argv[3] ?? 40);
const dataDir = newDataDir();
const env = process.env.DATABASE_URL === undefined ? {} : { ANTEROOM_DATABASE_URL: process.env.DATABASE_URL };

/** Rate and the most memory that the process ever held (VmHWM). */
async function importRealm(folder) {
  const began = performance.now();
  const child = spawn(process.execPath, [BUNDLE, 'import', folder], {
    env: { PATH: process.env.PATH, ANTEROOM_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let peak = 0;
  const look = setInterval(() => {
    try {
      peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? peak);
    } catch {}
  }, 100);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  const seconds = (performance.now() - began) / 1000;
  console.log(`import: ${seconds.toFixed(1)} s, ${Math.round(USERS / seconds)} users/s, at most ${Math.round(peak / 1024)} MB`);
}

const digits = (index) => String(index % USERS).padStart(7, '0');
/** A different thing at each round, spread over the realm. */
const CALLS = {
  'list, first page': () => '?max=100',
  'list, any page': (at) => `?first=${(at * 7919) % USERS}&max=100`,
  'search, a beginning that 1,000 have': (at) => `?search=user${digits(at * 7919).slice(0, 4)}&max=100`,
  'search, the beginning of an address that one has': (at) => `?search=user${digits(at * 7919)}@&max=100`,
  'search, the beginning of a last name': (at) => `?search=last${digits(at * 7919)}&max=100`,
  'search, in the middle': (at) => `?search=*${digits(at * 7919).slice(2)}*&max=100`,
  'search, in the middle, that all have': () => '?search=*large*&max=100',
  'search, nobody': (at) => `?search=*nobody${at}*&max=100`,
  'search, two words': (at) => `?search=first${digits(at * 7919)}%20last&max=100`,
  'search, exact': (at) => `?search="user${digits(at * 7919)}"&max=100`,
  'username, in the middle': (at) => `?username=${digits(at * 7919).slice(1)}&max=100`,
  'email, exact': (at) => `?email=user${digits(at * 7919)}@large.test&exact=true`,
  'lastName, in the middle': (at) => `?lastName=ast${digits(at * 7919).slice(0, 5)}&max=100`,
  'attribute, one has it': (at) => `?q=employeeNumber:E${digits(at * 7919)}`,
  'attribute, 2,000 have it': (at) => `?q=department:d${at % 50}&max=100`,
  'disabled ones': () => '?enabled=false&max=100',
  'count, all': () => '/count',
  'count, in the middle': (at) => `/count?search=*${digits(at * 7919).slice(3)}*`,
};

try {
  const folder = join(dataDir, 'large');
  writeLargeRealm(folder, { realm: 'large', users: USERS, perFile: 10_000 });
  await importRealm(folder);
  const server = await startServer({ dataDir, env });
  try {
    const admin = new AdminClient(server);
    let slowest = 0;
    for (const [name, query] of Object.entries(CALLS)) {
      for (let at = 0; at < 5; at++) await admin.must('GET', `/large/users${query(at)}`);
      const times = [];
      let found = 0;
      for (let at = 0; at < ROUNDS; at++) {
        const began = performance.now();
        const { json } = await admin.must('GET', `/large/users${query(at + 5)}`);
        times.push(performance.now() - began);
        found = Array.isArray(json) ? json.length : json;
      }
      times.sort((a, b) => a - b);
      const [p50, p95] = [0.5, 0.95].map((part) => times[Math.ceil(part * ROUNDS) - 1]);
      slowest = Math.max(slowest, p95);
      console.log(`${name.padEnd(50)} p50 ${p50.toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  (${found} in the last)`);
    }
    console.log(`slowest p95: ${slowest.toFixed(1)} ms`);
  } finally {
    await server.stop();
  }
} finally {
  removeDataDir(dataDir);
}
