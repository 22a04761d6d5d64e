import { AnteroomError } from '@anteroom/core';
import { isConnectionLost, translateError } from './driver-errors.ts';

/** What the operator has to change, by what the server or the network said. */
const ADVICE: readonly (readonly [codes: RegExp, advice: string])[] = [
  [/^(28P01|28000|ER_ACCESS_DENIED_ERROR|ER_DBACCESS_DENIED_ERROR)$/, 'it refuses this user or password'],
  [/^(3D000|ER_BAD_DB_ERROR)$/, 'there is no database of that name: create it'],
  [/^(42501|ER_TABLEACCESS_DENIED_ERROR)$/, 'this user may not create tables there'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its host name is not known'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'nothing answers there'],
];

/**
 * The first use of a database at the start: a failure is one line that says what to change. A server that is not up yet is
 * `store_unavailable`, what only the operator can change is `configuration`. SQLite's own errors go on as they are.
 */
export async function opening<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (url.startsWith('sqlite:') || error instanceof AnteroomError) throw error;
    const code = String((error as { code?: string }).code ?? '');
    const place = withoutPassword(url);
    const advice = ADVICE.find(([codes]) => codes.test(code))?.[1];
    const mayPass = isConnectionLost(error) || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
    if (advice !== undefined) {
      throw new AnteroomError(
        mayPass ? 'store_unavailable' : 'configuration',
        `ANTEROOM_DATABASE_URL: ${place} cannot be used: ${advice} (${code})`,
        {
          cause: error,
          ...(mayPass ? { retryAfter: 1 } : {}),
        },
      );
    }
    throw translateError(error);
  }
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
