import type { IncomingHttpHeaders } from 'node:http';

/** Largest body of a form request; a longer one is answered 413 before anything of it is parsed. */
export const MAX_FORM_BYTES = 64 * 1024;

/**
 * Parameters of a form. `values` holds the first value of each name; `duplicated` the names that came more than once
 * (RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once"), for the handler to refuse.
 */
export interface FormBody {
  readonly values: Readonly<Record<string, string>>;
  readonly duplicated: readonly string[];
  /** True when the content type is not `application/x-www-form-urlencoded`; `values` is empty then. */
  readonly wrongType: boolean;
}

/** What the endpoints read of a request. A Koa context fits after a handful of assignments; nothing here is Koa's. */
export interface HttpRequest {
  /** Upper case. */
  readonly method: string;
  /** Path without query, as it came (still percent-encoded). */
  readonly path: string;
  /** Lower-case names, as Node gives them. */
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** Address of the caller, after trusted proxies were taken off. */
  readonly ip: string;
  /** DER of the certificate that the client showed in TLS, to us or to a trusted proxy; absent or null without one. */
  readonly clientCertificate?: Buffer | null;
  /** Reads the body once; later calls give the same. Throws `invalid_input` for a body over `MAX_FORM_BYTES`. */
  readForm(): Promise<FormBody>;
  /** The body as it came, under the same limit. */
  readText?(): Promise<string>;
}

/** A finished answer: an object body is JSON, a string is text of the given content type, null is empty. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. A list (`set-cookie`) becomes one header line each. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | object | null;
}

/**
 * What `http` hands to `oidc.handle`. `native` is the framework's own context, opaque to everything but the one seam that
 * dispatches into the protocol library; `send` writes a finished answer to it.
 */
export interface HttpContext extends HttpRequest {
  readonly native: unknown;
  send(answer: HttpAnswer): void;
}
