import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult } from './replay.ts';

interface Listed {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

/** The one list of deliberate differences and of cases that wait for an endpoint of a later release, each with its reason. */
const LISTED = JSON.parse(readFileSync(join(import.meta.dirname, 'differences.json'), 'utf8')) as {
  readonly deliberate: readonly Listed[];
  readonly waiting: readonly Listed[];
};

export interface Verdict {
  readonly matched: number;
  readonly deliberate: number;
  readonly waiting: number;
  /** What is wrong, in words: a case that differs and is not listed, or a listed case that matches. */
  readonly wrong: readonly string[];
}

export function judge(file: string, results: readonly CaseResult[]): Verdict {
  const listed = (list: readonly Listed[], name: string) => list.some((entry) => entry.file === file && entry.name === name);
  const wrong: string[] = [];
  const counts = { matched: 0, deliberate: 0, waiting: 0 };
  for (const { name, differences } of results) {
    const kind = listed(LISTED.deliberate, name) ? 'deliberate' : listed(LISTED.waiting, name) ? 'waiting' : 'matched';
    counts[kind] += 1;
    if (kind === 'matched' && differences.length > 0) wrong.push(`${name}\n    ${differences.join('\n    ')}`);
    if (kind !== 'matched' && differences.length === 0) wrong.push(`${name} is listed as ${kind} but matches: take it off the list`);
  }
  for (const entry of [...LISTED.deliberate, ...LISTED.waiting]) {
    if (entry.file === file && !results.some((result) => result.name === entry.name))
      wrong.push(`${entry.name} is listed but is no case of ${file}`);
  }
  return { ...counts, wrong };
}
