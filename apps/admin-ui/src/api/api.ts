import type { Session } from '../auth/session.ts';
import { ApiError, apiErrorOf, ServerAway } from './api-error.ts';
import type { CallLog } from './call-log.ts';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The Admin REST, as the signed-in administrator. Paths begin at `/admin`. Throws `ApiError`, `ServerAway` and `SessionEnded`. */
export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  send<T = void>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, query?: Query): Promise<T>;
  /** Creates; gives the last part of the `Location`, the new thing's id. */
  create(path: string, body: unknown): Promise<string>;
}

interface ApiDependencies {
  readonly server: string;
  readonly session: Session;
  readonly calls: Pick<CallLog, 'note'>;
  /** The page that asks. */
  readonly page: () => string;
}

export function createApi({ server, session, calls, page }: ApiDependencies): Api {
  async function call(method: string, path: string, query: Query, body?: unknown): Promise<Response> {
    const url = new URL(`${server}/admin${path}`);
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined && one !== '') url.searchParams.append(name, String(one));
    }
    calls.note({ method, path, query: url.search, body, from: page() });
    const headers: Record<string, string> = { authorization: `Bearer ${await session.accessToken()}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store' };
    if (body !== undefined) init.body = JSON.stringify(body);
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch (cause) {
      throw new ServerAway(cause);
    }
    if (response.ok) return response;
    const error = await apiErrorOf(response);
    if (error.status === 401) session.end();
    throw error;
  }

  async function read<T>(response: Response): Promise<T> {
    const text = await response.text();
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiError(response.status, { error: 'unreadable_answer' });
    }
  }

  return {
    get: async <T>(path: string, query: Query = {}) => read<T>(await call('GET', path, query)),
    send: async <T>(method: string, path: string, body?: unknown, query: Query = {}) => read<T>(await call(method, path, query, body)),
    async create(path, body) {
      const location = (await call('POST', path, {}, body)).headers.get('location') ?? '';
      return decodeURIComponent(location.split('/').pop() ?? '');
    },
  };
}
