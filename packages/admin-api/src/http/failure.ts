/** A refusal in Keycloak's words; the body is sent as it is. The only error that handlers throw on purpose. */
export class AdminFailure extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body.error ?? body.errorMessage ?? status));
    this.name = 'AdminFailure';
    this.status = status;
    this.body = body;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
};

/** What the framework itself answers: `{"error":"HTTP 403 Forbidden"}`. */
export const httpFailure = (status: number) => new AdminFailure(status, { error: `HTTP ${status} ${REASONS[status] ?? 'Error'}` });

export const wrongContentType = () =>
  new AdminFailure(415, { error: 'The content-type header value did not match the value in @Consumes' });

/** A missing thing: `{"error":"User not found"}`. */
export const notFound = (error: string) => new AdminFailure(404, { error });

/** `{"errorMessage": …}`, the form of most refusals of the business rules. */
export const refused = (status: number, errorMessage: string, more: Readonly<Record<string, unknown>> = {}) =>
  new AdminFailure(status, { ...more, errorMessage });

/** `{"error": …}`, with `error_description` where Keycloak has one. */
export const bad = (error: string, description?: string) =>
  new AdminFailure(400, description === undefined ? { error } : { error, error_description: description });

/** For what should not have happened; client libraries know the text. Keycloak answers some bad input with it, we do not. */
export const unknownError = () =>
  new AdminFailure(500, { error: 'unknown_error', error_description: 'For more on this error consult the server log.' });
