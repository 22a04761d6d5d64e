/** What a handler gives back: JSON, a file, or, without either, an empty body. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly file?: { readonly media: string; readonly content: string | Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies?: readonly string[];
}

export const ok = (json: unknown): Answer => ({ status: 200, json });

export const file = (media: string, content: string | Buffer): Answer => ({ status: 200, file: { media, content } });

export const noContent = (): Answer => ({ status: 204 });

/** 201 with `Location`; Keycloak's body is empty except where `json` is given. */
export const created = (location: string, json?: unknown): Answer => ({ status: 201, json, headers: { location } });
