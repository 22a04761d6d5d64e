import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** The answer did not end in time. */
  readonly timedOut: boolean;
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const PATIENCE_MS = 20_000;

/**
 * Writes bytes as they are and reads until the server closes: nothing is tidied on the way. `from`: the address of this machine that they
 * come from. `hangUp`: says that no more will come.
 */
export function sendRaw(port: number, bytes: Buffer, { from, hangUp }: { from: string; hangUp: boolean }): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      socket.destroy();
    }, PATIENCE_MS);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.end());
    // A server that refuses early closes while the rest is still being written.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(read(Buffer.concat(chunks), timedOut));
    });
    socket.write(bytes);
    if (hangUp) socket.end();
  });
}

function read(all: Buffer, timedOut: boolean): RawAnswer {
  const bytes = all.toString('latin1', 0, CONTINUE.length) === CONTINUE ? all.subarray(CONTINUE.length) : all;
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const headers = new Map<string, string[]>();
  for (const line of head.split('\r\n').slice(1)) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1).trim()]);
  }
  const after = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  const body = headers.get('transfer-encoding')?.includes('chunked') === true ? unchunk(after) : after;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, headers, body: body.toString('utf8'), timedOut };
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    const size = line < 0 ? 0 : Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
