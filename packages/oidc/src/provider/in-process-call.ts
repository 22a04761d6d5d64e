import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import compose from 'koa-compose';
import type { LibraryCall } from './library-call.ts';
import type { Provider } from './oidc-provider-seam.ts';

export interface InProcessRequest {
  readonly path: string;
  /** GET with these parameters, or … */
  readonly query?: Readonly<Record<string, string>>;
  /** … POST of these. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface InProcessAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Runs one request through the library without a socket. It sees only what is given here: no cookie of the browser, no header, no
 * host. So none of its cookies reach a browser, a session of the browser cannot be rotated by accident, and its URLs cannot be bent
 * by a Host header.
 */
export async function callInProcess(provider: Provider, request: InProcessRequest, call: LibraryCall): Promise<InProcessAnswer> {
  const issuer = new URL(provider.issuer);
  const body = request.form === undefined ? null : new URLSearchParams(request.form).toString();
  const stream = Readable.from(body === null ? [] : [Buffer.from(body)], { objectMode: false });
  const req = Object.assign(stream, {
    method: body === null ? 'GET' : 'POST',
    url: request.query === undefined ? request.path : `${request.path}?${new URLSearchParams(request.query)}`,
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    socket: { encrypted: issuer.protocol === 'https:', remoteAddress: '127.0.0.1' },
    headers: {
      host: issuer.host,
      // Any value: the adapter answers with the session of the call.
      ...(call.session() === null ? {} : { cookie: '_session=of-the-call' }),
      ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
      ...request.headers,
    },
  });
  const res = new ServerResponse(req as never);
  const context = provider.createContext(req as never, res);
  Object.assign(context, { mountPath: issuer.pathname.replace(/\/$/, '') });
  context.state.call = call;
  context.res.statusCode = 404;
  await middlewareOf(provider)(context as never, async () => {});
  return { status: context.status, body: context.body };
}

const composed = new WeakMap<Provider, (context: never, next: () => Promise<void>) => Promise<void>>();

function middlewareOf(provider: Provider) {
  const known = composed.get(provider);
  if (known !== undefined) return known;
  const made = compose(provider.middleware as never[]) as (context: never, next: () => Promise<void>) => Promise<void>;
  composed.set(provider, made);
  return made;
}
