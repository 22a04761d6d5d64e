/** Cookies of one browser: name → value, as the server sets and removes them. */
export class CookieJar {
  private readonly values = new Map<string, string>();

  header(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(name: string): string | undefined {
    return this.values.get(name);
  }

  set(name: string, value: string): void {
    this.values.set(name, value);
  }

  names(): readonly string[] {
    return [...this.values.keys()];
  }

  take(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const value = pair.slice(at + 1);
      const gone = value === '' || /max-age=0\b|expires=thu, 01 jan 1970/i.test(attributes.join(';'));
      if (gone) this.values.delete(name);
      else this.values.set(name, value);
    }
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is no JSON. */
  readonly json: unknown;
}

/** An answer that the caller cannot go on with. */
export class UnexpectedAnswer extends Error {
  readonly status: number;
  readonly retryAfter: string | null;

  constructor(what: string, answer: Answer, detail = answer.text) {
    super(`${what}: ${answer.status} ${detail.slice(0, 200)}`);
    this.status = answer.status;
    this.retryAfter = answer.headers.get('retry-after');
  }
}

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly jar?: CookieJar | null;
}

/** One request without following redirects. */
export async function send(url: string | URL, request: Request = {}): Promise<Answer> {
  const headers: Record<string, string> = { ...request.headers };
  let body = request.body;
  if (request.form !== undefined) {
    body = formBody(request.form);
    headers['content-type'] ??= 'application/x-www-form-urlencoded';
  }
  if (request.json !== undefined) {
    body = JSON.stringify(request.json);
    headers['content-type'] ??= 'application/json';
  }
  if (request.jar) headers.cookie = request.jar.header();
  const response = await fetch(url, { method: request.method ?? 'GET', headers, body, redirect: 'manual' });
  request.jar?.take(response);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

export function formBody(form: Readonly<Record<string, string | readonly string[]>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(form))
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, one as string);
  return parameters.toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
