import type { Rig } from './open-rig.ts';

export interface AdminAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** Calls of one administrator; every answer must be as the OpenAPI document says. */
export function asUser(rig: Pick<Rig, 'base' | 'check'>, token: string) {
  return async (method: string, path: string, json?: unknown): Promise<AdminAnswer> => {
    const answer = await fetch(`${rig.base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    const undocumented = rig.check({ method, path: path.split('?')[0]!, status: answer.status, text });
    if (undocumented !== null) throw new Error(undocumented);
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    return { status: answer.status, json: parsed, text, headers: answer.headers };
  };
}
