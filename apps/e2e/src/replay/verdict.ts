import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult } from './replay.ts';

interface Listed {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

/** The one list of deliberate differences, each with its reason. */
const LISTED = JSON.parse(readFileSync(join(import.meta.dirname, 'differences.json'), 'utf8')) as {
  readonly deliberate: readonly Listed[];
};

export interface Verdict {
  readonly matched: number;
  readonly deliberate: number;
  /** What is wrong, in words: a case that differs and is not listed, or a listed case that matches. */
  readonly wrong: readonly string[];
}

export function judge(file: string, results: readonly CaseResult[]): Verdict {
  const listed = LISTED.deliberate.filter((entry) => entry.file === file);
  const wrong: string[] = [];
  const counts = { matched: 0, deliberate: 0 };
  for (const { name, differences } of results) {
    const kind = listed.some((entry) => entry.name === name) ? 'deliberate' : 'matched';
    counts[kind] += 1;
    if (kind === 'matched' && differences.length > 0) wrong.push(`${name}\n    ${differences.join('\n    ')}`);
    if (kind !== 'matched' && differences.length === 0) wrong.push(`${name} is listed but matches: take it off the list`);
  }
  for (const entry of listed) {
    if (!results.some((result) => result.name === entry.name)) wrong.push(`${entry.name} is listed but is no case of ${file}`);
  }
  return { ...counts, wrong };
}
