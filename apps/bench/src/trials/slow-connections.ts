import { connect, type Socket } from 'node:net';
import type { Subject } from '../subject/subject.ts';
import { memoryOf } from '../system/usage.ts';
import { makeSite, type Traffic, tokenTraffic, trafficOf } from './traffic.ts';

export interface SlowReport {
  readonly connections: number;
  /** How many of them the server had closed by the end. */
  readonly closed: number;
  /** Token requests at a fixed rate, alone and beside them. */
  readonly tokens: { readonly alone: Traffic; readonly beside: Traffic };
  readonly memoryMb: { readonly before: number; readonly during: readonly number[]; readonly after: number };
}

const CONNECTIONS = 5000;
const TOKENS_PER_SECOND = 50;
const ALONE_SECONDS = 20;
const BYTE_EVERY_MS = 4000;
const AFTER_MS = 5000;
/** Opened in pieces: the queue of connections that wait to be accepted is short. */
const PIECE = 100;
const PIECE_EVERY_MS = 20;

const HEAD = 'GET /realms/master HTTP/1.1\r\nHost: slow\r\n';
const POST = 'POST /realms/bench-rs256/protocol/openid-connect/token HTTP/1.1\r\nHost: slow\r\nContent-Length: 5000\r\n';
const READ = 'GET /realms/master/.well-known/openid-configuration HTTP/1.1\r\nHost: slow\r\n\r\n';
/** Headers that never end, bodies that come byte by byte, nothing at all, and answers that nobody reads. */
const KINDS = [
  { begin: `${HEAD}X-A: `, drip: 'a', reads: true },
  { begin: `${POST}Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=`, drip: 'a', reads: true },
  { begin: '', drip: '', reads: true },
  { begin: READ.repeat(50), drip: '', reads: false },
] as const;

/** Thousands of connections that take as long as they are let, while applications ask for tokens. */
export async function slowConnections(subject: Subject, { seconds, users }: { readonly seconds: number; readonly users: number }) {
  const ask = await tokenTraffic(await makeSite(subject, 'negligible', users), TOKENS_PER_SECOND);
  const memory = () => Math.round(memoryOf(subject.serverRoots()).pssMb);
  await ask(5);
  const alone = await trafficOf((onAnswer) => ask(ALONE_SECONDS, onAnswer));
  const before = memory();

  const sockets: Socket[] = [];
  const during: number[] = [];
  let closed = 0;
  const { port, hostname: host } = new URL(subject.base);
  const openAll = async () => {
    for (let at = 0; at < CONNECTIONS; at += 1) {
      const { begin, reads } = KINDS[at % KINDS.length] as (typeof KINDS)[number];
      const socket = connect({ host, port: Number(port) });
      socket.on('error', () => {}).once('close', () => (closed += 1));
      if (!reads) socket.pause();
      else socket.resume();
      socket.write(begin);
      sockets.push(socket);
      if (at % PIECE === PIECE - 1) await new Promise((resolve) => setTimeout(resolve, PIECE_EVERY_MS));
    }
  };
  const dripping = setInterval(() => {
    for (const [at, socket] of sockets.entries()) if (!socket.destroyed) socket.write(KINDS[at % KINDS.length]?.drip ?? '');
  }, BYTE_EVERY_MS);
  const sampling = setInterval(() => during.push(memory()), (seconds * 1000) / 10);
  const [beside] = await Promise.all([trafficOf((onAnswer) => ask(seconds, onAnswer)), openAll()]);
  clearInterval(dripping);
  clearInterval(sampling);
  const report = { connections: CONNECTIONS, closed, tokens: { alone, beside } };
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  return { ...report, memoryMb: { before, during, after: memory() } } satisfies SlowReport;
}
