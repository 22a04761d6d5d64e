/** A value of a request: text, or something that only the running server can give (`live`), forged or not. */
export type Value = string | { readonly live: string; readonly forged?: string };

/** How a value is written: percent-encoded, as it is, or in ways that are none. */
export type Spelling = 'percent' | 'raw' | 'latin1' | 'overlong' | 'half' | 'twice' | 'utf16';

export interface Pair {
  readonly name: string;
  readonly value: Value;
  readonly spelling: Spelling;
}

export interface HostileRequest {
  readonly route: string;
  readonly method: string;
  /** Path as parts that are joined by slashes; each is percent-encoded unless it is to go out as it is. */
  readonly path: readonly { readonly value: Value; readonly raw: boolean }[];
  readonly query: readonly Pair[];
  /** Null: the body is `json`, or there is none. */
  readonly form: readonly Pair[] | null;
  /** Undefined: none. A string goes out as it is. */
  readonly json: unknown;
  readonly headers: readonly (readonly [name: string, value: Value])[];
  readonly contentType: string | null;
  readonly framing: 'length' | 'chunked' | 'both' | 'short' | 'long' | 'none';
  /** How often it is sent, one after the other. */
  readonly times: number;
  /** What was done to a well-formed request, in words. */
  readonly spoilt: readonly string[];
}

/** Gives live values their present text. */
export type Resolve = (value: Value) => string;

/** The bytes of a request as they go over the wire. */
export function bytesOf(request: HostileRequest, host: string, resolve: Resolve): Buffer {
  const path = request.path.map(({ value, raw }) => (raw ? resolve(value) : encodeURIComponent(wellFormed(resolve(value))))).join('/');
  const query = pairs(request.query, resolve);
  const body = bodyOf(request, resolve);
  const lines = [
    `${request.method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...(request.headers.some(([name]) => name === 'host') ? [] : [`host: ${host}`]),
    'connection: close',
    ...(request.contentType === null ? [] : [`content-type: ${request.contentType}`]),
    ...request.headers.map(([name, value]) => `${name}: ${resolve(value)}`),
    ...framing(request, body),
  ];
  const head = Buffer.from(`${lines.map(oneLine).join('\r\n')}\r\n\r\n`, 'latin1');
  if (body === null) return head;
  const chunked = request.framing === 'chunked' || request.framing === 'both';
  const sent = request.framing === 'short' ? body.subarray(0, Math.ceil(body.length / 2)) : body;
  return chunked
    ? Buffer.concat([head, Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(body.length === 0 ? '\r\n' : '\r\n0\r\n\r\n')])
    : Buffer.concat([head, sent]);
}

function bodyOf(request: HostileRequest, resolve: Resolve): Buffer | null {
  if (request.form !== null) return Buffer.from(pairs(request.form, resolve), 'latin1');
  if (request.json === undefined) return null;
  if (typeof request.json === 'string') return Buffer.from(request.json, 'utf8');
  const text = JSON.stringify(request.json).replace(/"live:([\w-]+)"/g, (_, live: string) => JSON.stringify(resolve({ live })));
  return Buffer.from(text, 'utf8');
}

function framing({ framing: kind }: HostileRequest, body: Buffer | null): readonly string[] {
  if (body === null || kind === 'none') return [];
  const length = kind === 'long' ? Math.max(body.length - 1, 0) : body.length;
  if (kind === 'chunked') return ['transfer-encoding: chunked'];
  if (kind === 'both') return [`content-length: ${length}`, 'transfer-encoding: chunked'];
  return [`content-length: ${length}`];
}

function pairs(all: readonly Pair[], resolve: Resolve): string {
  return all.map(({ name, value, spelling }) => `${spelt(name, 'percent')}=${spelt(resolve(value), spelling)}`).join('&');
}

function spelt(text: string, spelling: Spelling): string {
  const encoded = encodeURIComponent(wellFormed(text));
  switch (spelling) {
    case 'percent':
      return encoded;
    case 'raw':
      return text.replace(/[ &#=\r\n]/g, '+');
    case 'latin1':
      return `${encoded}%e9%ff`;
    case 'overlong':
      return `${encoded}%c0%af%e0%80%af%f8%88%80%80%80`;
    case 'half':
      return `${encoded}%`;
    case 'twice':
      return encodeURIComponent(encoded);
    case 'utf16':
      return [...Buffer.from(text.slice(0, 200), 'utf16le')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  }
}

const wellFormed = (text: string) => text.toWellFormed();

/** A value cannot leave its header here: that is what an encoded line break is for. */
const oneLine = (line: string) => line.replace(/[\r\n]/g, ' ');
