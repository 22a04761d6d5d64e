/** What Keycloak's dialect says about a refusal; every part may be missing. */
interface ErrorBody {
  readonly error?: string;
  readonly error_description?: string;
  readonly errorMessage?: string;
  /** The attribute that a user-profile rule refuses. */
  readonly field?: string;
  readonly params?: readonly unknown[];
  readonly errors?: readonly ErrorBody[];
}

/** A refusal of a field: its name, and the rule as the server names it. */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
  readonly params: readonly string[];
}

export class ApiError extends Error {
  readonly status: number;
  /** The server's own sentence; null when it has none but the status. */
  readonly text: string | null;
  readonly fields: readonly FieldError[];
  /** Seconds to wait before trying again; null when the server does not say. */
  readonly retryAfter: number | null;
  readonly requestId: string | null;

  constructor(status: number, body: ErrorBody, retryAfter: number | null = null, requestId: string | null = null) {
    const text = body.error_description ?? body.errorMessage ?? body.error ?? null;
    super(text ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.text = text === null || /^HTTP \d{3}/.test(text) ? null : text;
    this.fields = fieldsOf(body);
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }
}

/** No answer at all: the network, or a server that is stopped. */
export class ServerAway extends Error {
  constructor(cause: unknown) {
    super('the server cannot be reached', { cause });
    this.name = 'ServerAway';
  }
}

export async function apiErrorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const body = (await response.json().catch(() => ({}))) as ErrorBody;
  return new ApiError(response.status, body, Number.isNaN(retryAfter) ? null : retryAfter, response.headers.get('x-request-id'));
}

function fieldsOf(body: ErrorBody): readonly FieldError[] {
  return [body, ...(body.errors ?? [])].flatMap(({ field, errorMessage, params }) =>
    field === undefined || errorMessage === undefined ? [] : [{ field, rule: errorMessage, params: (params ?? []).map(String) }],
  );
}
