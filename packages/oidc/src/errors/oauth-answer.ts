import type { HttpAnswer } from '../http-context.ts';

/** A refusal of the token endpoint and its relatives: RFC 6749 §5.2 with the status and words of Keycloak. */
export interface OAuthRefusal {
  readonly status: number;
  readonly error: string;
  readonly description?: string;
  /** `WWW-Authenticate`: for a client that tried by header (RFC 6749 §5.2). */
  readonly challenge?: string;
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number;
}

/** RFC 6749 §5.1: answers with tokens or about them are not cached. */
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

export function refusalAnswer(refusal: OAuthRefusal): HttpAnswer {
  const { status, error, description, challenge, retryAfter } = refusal;
  const answer = jsonAnswer(status, description === undefined ? { error } : { error, error_description: description });
  const more = {
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  };
  return { ...answer, headers: { ...answer.headers, ...more } };
}

export function jsonAnswer(status: number, body: object): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...NO_STORE }, body };
}

/** Answers that come before any endpoint: unknown realm, wrong method. */
export function plainError(status: number, error: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: { error } };
}
