/** What a handler gives back. `json` undefined is an empty body. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (json: unknown): Answer => ({ status: 200, json });

export const noContent = (): Answer => ({ status: 204 });

/** 201 with `Location`; Keycloak's body is empty except where `json` is given. */
export const created = (location: string, json?: unknown): Answer => ({ status: 201, json, headers: { location } });
