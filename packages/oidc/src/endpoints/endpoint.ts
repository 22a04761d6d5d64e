import type { RealmSnapshot } from '@anteroom/core';
import type { HttpAnswer, HttpRequest } from '../http-context.ts';

export interface Endpoint {
  /** Methods it answers; others get 405. `OPTIONS` is answered before it is asked, with `preflightMethods`. */
  readonly methods: readonly string[];
  /** `Access-Control-Allow-Methods` as recorded; null: no page calls it. */
  readonly preflightMethods: string | null;
  answer(realm: RealmSnapshot, request: HttpRequest): Promise<HttpAnswer>;
}

const JSON_TYPE = { 'content-type': 'application/json' } as const;

export function errorAnswer(status: number, error: string, description?: string): HttpAnswer {
  return {
    status,
    headers: { ...JSON_TYPE, 'cache-control': 'no-store', pragma: 'no-cache' },
    body: description === undefined ? { error } : { error, error_description: description },
  };
}

export const REALM_DISABLED = errorAnswer(403, 'access_denied', 'Realm not enabled');
