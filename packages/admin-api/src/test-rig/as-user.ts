import type { Rig } from './open-rig.ts';

export interface AdminAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** Calls of one administrator. */
export function asUser(rig: Pick<Rig, 'base'>, token: string) {
  return async (method: string, path: string, json?: unknown): Promise<AdminAnswer> => {
    const answer = await fetch(`${rig.base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    return { status: answer.status, json: parsed, text, headers: answer.headers };
  };
}
