// What realms that nobody uses cost: the time of a start and the memory of a server with one realm and with 1,000. By hand: to make them
// takes a minute or two. `KEEP=<folder>` keeps the installation with many realms for the next run.
//
//   node apps/e2e/by-hand/measure-realms.mjs [realms] [starts]
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { AdminClient } from '../src/admin.ts';
import { newDataDir, removeDataDir, startServer } from '../src/server.ts';

const REALMS = Number(process.argv[2] ?? 1000);
const STARTS = Number(process.argv[3] ?? 5);
const env = process.env.DATABASE_URL === undefined ? {} : { ANTEROOM_DATABASE_URL: process.env.DATABASE_URL };
const one = newDataDir();
const many = process.env.KEEP ?? newDataDir();

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

async function fill(dataDir, count) {
  const server = await startServer({ dataDir, env });
  try {
    const admin = new AdminClient(server);
    const began = performance.now();
    for (let at = 0; at < count; at++) await admin.must('POST', '', { realm: `tenant-${at}`, enabled: true });
    if (count > 0) console.log(`${count} realms made, ${((performance.now() - began) / count).toFixed(0)} ms each`);
  } finally {
    await server.stop();
  }
}

/** A start until it listens, and until realm `master` answers; memory some seconds later. */
async function start(dataDir, environment) {
  const began = performance.now();
  const server = await startServer({ dataDir, env: environment });
  const listens = performance.now() - began;
  await fetch(`${server.local}/realms/master/.well-known/openid-configuration`);
  const answers = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 6000));
  const memory = rss(server.process.pid);
  const admin = new AdminClient(server);
  const called = performance.now();
  await admin.must('GET', '/master/clients?max=1');
  const firstAdmin = performance.now() - called;
  const list = performance.now();
  await admin.must('GET', '?briefRepresentation=true');
  const listed = performance.now() - list;
  await server.stop();
  return { listens, answers, memory, firstAdmin, listed };
}

try {
  await fill(one, 0);
  if (!existsSync(`${many}/filled`)) {
    await fill(many, REALMS);
    if (process.env.KEEP !== undefined) mkdirSync(`${many}/filled`);
  }
  const few = [];
  const lots = [];
  for (let at = 0; at < STARTS; at++) {
    few.push(await start(one, {}));
    lots.push(await start(many, env));
  }
  const row = (name, of) => {
    const [a, b] = [median(few.map(of)), median(lots.map(of))];
    console.log(`${name.padEnd(44)} ${a.toFixed(0).padStart(8)} ${b.toFixed(0).padStart(8)}   difference ${(b - a).toFixed(0)}`);
    return b - a;
  };
  console.log(`${'median of starts with'.padEnd(44)} ${'master'.padStart(8)} ${String(REALMS).padStart(8)}`);
  row('listens after, ms', (x) => x.listens);
  row('master answered after, ms', (x) => x.answers);
  row('first call of the Admin REST, ms', (x) => x.firstAdmin);
  row('brief list of all realms, ms', (x) => x.listed);
  const memory = row('memory, KB', (x) => x.memory);
  console.log(`memory of an unused realm: ${(memory / REALMS).toFixed(1)} KB`);
} finally {
  removeDataDir(one);
  if (process.env.KEEP === undefined) removeDataDir(many);
}
