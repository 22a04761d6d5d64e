import { differences, patternOf, substitute } from './compare.ts';
import type { Rig } from './open-rig.ts';
import { type Recording, readGoldenRealm, type Step } from './recording.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** Replays the cases of one recorded file in order on one rig with a fresh realm (`begin`). Token endpoint and pages are not here: such cases are other tests' work. */
export function createReplay(rig: Rig) {
  let values: Record<string, string> = {};

  async function send(step: Step): Promise<Answer> {
    for (const [, user] of JSON.stringify(step).matchAll(/\{\{(\w+)_token\}\}/g)) {
      if (user !== undefined) values[`${user}_token`] ??= await rig.token('golden', user);
    }
    const { method, path, headers = {}, json, body } = substitute(step, values);
    const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
    const sent = json === undefined ? body : JSON.stringify(json);
    const answer = await fetch(new URL(path, rig.base), {
      method,
      headers: { ...type, ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.text();
    const undocumented =
      path.startsWith('/admin/') && method !== 'OPTIONS'
        ? rig.check({ method, path: path.split('?')[0]!, status: answer.status, text })
        : null;
    if (undocumented !== null) throw new Error(undocumented);
    return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
  }

  function capture(answer: Answer, wanted: Step['capture']): void {
    for (const [name, where] of Object.entries(wanted ?? {})) {
      const value =
        where === 'location.id' ? answer.headers.get('location')?.split('/').pop() : at(answer.json, where.replace(/^body\.?/, ''));
      if (value !== undefined) values[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
  }

  async function begin(): Promise<void> {
    values = { base: rig.base };
    await rig.importer.import({ realm: 'master', enabled: true });
    await rig.importer.import(readGoldenRealm());
  }

  async function replay(recording: Recording): Promise<readonly string[]> {
    for (const step of recording.given.before ?? []) {
      if (step.login !== undefined || step.form !== undefined || step.wait !== undefined) continue;
      capture(await send(step), step.capture);
    }
    const answer = await send(recording.request);
    capture(answer, recording.capture);
    if (/ends the session|new admin_token/.test(recording.given.note ?? '')) {
      values = Object.fromEntries(Object.entries(values).filter(([name]) => !name.endsWith('_token')));
    }
    return compare(recording, answer, values);
  }

  return { begin, replay };
}

function compare(recording: Recording, answer: Answer, values: Readonly<Record<string, string>>): readonly string[] {
  const expected = substitute(recording.response, values);
  const found: string[] = [];
  if (answer.status !== expected.status)
    found.push(`status: expected ${expected.status}, got ${answer.status} ${answer.text.slice(0, 160)}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const given = answer.headers.get(name);
    if (given === null || !patternOf(value.toLowerCase()).test(given.toLowerCase())) found.push(`${name}: expected ${value}, got ${given}`);
  }
  if (expected.body === null && answer.text !== '') found.push(`body: expected none, got ${answer.text.slice(0, 100)}`);
  if (expected.body !== undefined && expected.body !== null) {
    // The projection is part of the recording: a function of the received JSON.
    const project =
      expected.project === undefined ? undefined : (new Function(`return ${expected.project}`)() as (json: unknown) => unknown);
    const shown = project !== undefined && answer.status === expected.status ? project(answer.json) : (answer.json ?? answer.text);
    found.push(...differences(expected.body, JSON.parse(JSON.stringify(shown))));
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, path: string): unknown {
  return path === ''
    ? value
    : path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
