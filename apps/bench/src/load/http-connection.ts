import { connect, type Socket } from 'node:net';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  /** Lower-case names; `set-cookie` stands in `cookies`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: readonly string[];
  readonly body: string;
}

/**
 * One kept-alive HTTP/1.1 connection. It does only what a load generator needs, because what it spends is taken from the server on the
 * same cores: a request at a time, bodies by length or in chunks, no redirects.
 */
export class HttpConnection {
  private readonly host: string;
  private readonly port: number;
  private readonly hostHeader: string;
  private socket: Socket | null = null;
  private received = '';
  private waiting: { readonly resolve: (reply: HttpReply) => void; readonly reject: (error: Error) => void } | null = null;

  constructor(base: URL) {
    this.host = base.hostname;
    this.port = Number(base.port || 80);
    this.hostHeader = base.host;
  }

  async send({ method, path, headers = {}, body }: HttpRequest): Promise<HttpReply> {
    const socket = this.socket ?? (await this.open());
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `Host: ${this.hostHeader}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    if (body !== undefined) lines.push('Content-Type: application/x-www-form-urlencoded', `Content-Length: ${Buffer.byteLength(body)}`);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true });
      // Bytes as characters: lengths in headers count bytes.
      socket.setEncoding('latin1');
      socket.once('connect', () => {
        this.socket = socket;
        resolve(socket);
      });
      socket.on('data', (text: string) => this.take(text));
      const gone = (error?: Error) => {
        this.socket = null;
        this.received = '';
        const reason = error ?? new Error('the server closed the connection');
        this.waiting?.reject(reason);
        this.waiting = null;
        reject(reason);
      };
      socket.on('error', gone);
      socket.on('close', () => gone());
    });
  }

  private take(text: string): void {
    this.received += text;
    const parsed = parseReply(this.received);
    if (parsed === null) return;
    this.received = this.received.slice(parsed.length);
    const { waiting } = this;
    this.waiting = null;
    if (parsed.reply.headers.get('connection') === 'close') this.close();
    waiting?.resolve(parsed.reply);
  }
}

function parseReply(text: string): { readonly reply: HttpReply; readonly length: number } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  const cookies: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'set-cookie') cookies.push(value);
    else headers.set(name, value);
  }
  const status = Number(first.slice(9, 12));
  const body =
    headers.get('transfer-encoding') === 'chunked'
      ? chunkedBody(text, end + 4)
      : plainBody(text, end + 4, Number(headers.get('content-length') ?? 0));
  return body === null ? null : { reply: { status, headers, cookies, body: body.body }, length: body.end };
}

interface Body {
  readonly body: string;
  readonly end: number;
}

function plainBody(text: string, start: number, length: number): Body | null {
  return text.length < start + length ? null : { body: text.slice(start, start + length), end: start + length };
}

/** RFC 9112 §7.1 without trailers. */
function chunkedBody(text: string, start: number): Body | null {
  let body = '';
  for (let at = start; ; ) {
    const line = text.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = Number.parseInt(text.slice(at, line), 16);
    const after = line + 2 + size + 2;
    if (text.length < after) return null;
    if (size === 0) return { body, end: after };
    body += text.slice(line + 2, line + 2 + size);
    at = after;
  }
}
