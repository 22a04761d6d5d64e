import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AnteroomError } from '@anteroom/core';

/** Where requests go: a server, or the socket of this very process. */
export interface RestTarget {
  readonly url: string;
  readonly socketPath?: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly location: string | null;
}

/** The Admin REST for commands. What is refused becomes an error with the server's own words. */
export interface RestClient {
  get<T>(path: string, query?: Query): Promise<T>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, query?: Query): Promise<RestAnswer>;
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export function createRestClient(target: RestTarget, token: () => Promise<string>): RestClient {
  async function call(method: string, path: string, query: Query = {}, body?: unknown): Promise<RestAnswer> {
    const answer = await exchange(target, {
      method,
      path: withQuery(path, query),
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 400) throw refusal(method, path, answer);
    return answer;
  }
  return {
    get: async <T>(path: string, query?: Query) => (await call('GET', path, query)).json as T,
    send: (method, path, body, query) => call(method, path, query, body),
  };
}

/** One request. An answer that is no JSON counts as none. */
export function exchange(
  { url, socketPath }: RestTarget,
  {
    method,
    path,
    headers,
    body,
  }: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Promise<RestAnswer> {
  const address = new URL(url.replace(/\/$/, '') + path);
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers, ...(socketPath === undefined ? {} : { socketPath }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          json: parsed(Buffer.concat(chunks).toString('utf8')),
          location: response.headers.location ?? null,
        }),
      );
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new AnteroomError('store_unavailable', `${address.origin} does not answer (${error.code ?? error.message})`, { cause: error }),
      ),
    );
    sent.end(body);
  });
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) parameters.append(name, String(one));
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(method: string, path: string, { status, json }: RestAnswer): AnteroomError {
  const body = (json ?? {}) as Readonly<Record<string, unknown>>;
  const words = [body.errorMessage, body.error_description, body.error].find((text) => typeof text === 'string');
  const code = status === 404 ? 'not_found' : status === 409 ? 'conflict' : 'invalid_input';
  const hint = status === 401 ? ': the token or the password is not accepted' : '';
  return new AnteroomError(code, `${words ?? `HTTP ${status}`}${hint} (${method} ${path})`);
}
