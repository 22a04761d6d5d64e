import { readFileSync } from 'node:fs';
import { AnteroomError, type Representation } from '@anteroom/core';
import type { RestCommand } from '../rest/rest-command.ts';
import type { Shown } from '../rest/show.ts';

/** Says that a plan found something to do; 0 says that there is nothing. */
const EXIT_DIFFERENT = 3;

export interface Plan {
  readonly hash: string;
  readonly differences: readonly {
    readonly action: 'create' | 'change';
    readonly kind: string;
    readonly name: string;
    readonly fields: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
  }[];
  readonly notes: readonly string[];
}

export const planRealm: RestCommand = {
  usage: 'plan <file>',
  summary: 'the difference between a realm document, whole or part, and the realm; exit code 3 when there is one',
  ofRealm: false,
  examples: ['plan acme-realm.json', 'plan acme-realm.json --json --server https://login.example.org --user admin'],
  async run(rest, [file = '']) {
    const document = readRealmDocument(file);
    const plan = (await rest.send('POST', `/admin/anteroom/realms/${encodeURIComponent(String(document.realm))}/plan`, document))
      .json as Plan;
    process.exitCode = plan.differences.length === 0 ? 0 : EXIT_DIFFERENT;
    return showPlan(plan, `To make exactly these changes: anteroom apply ${file} --plan ${plan.hash}`);
  },
};

export function readRealmDocument(file: string): Representation {
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof document === 'object' && document !== null && typeof (document as Representation).realm === 'string')
      return document as Representation;
  } catch (error) {
    throw new AnteroomError('invalid_input', `${file} cannot be read as JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new AnteroomError('invalid_input', `${file} names no realm: it needs a member "realm"`);
}

export function showPlan(plan: Plan, hint: string): Shown {
  const value = (of: unknown) => (of === undefined ? '(none)' : JSON.stringify(of));
  const lines = plan.differences.flatMap(({ action, kind, name, fields }) => [
    `${action === 'create' ? '+' : '~'} ${kind} ${name}`,
    ...fields.map(({ path, before, after }) =>
      action === 'create' ? `    ${path}: ${value(after)}` : `    ${path}: ${value(before)} → ${value(after)}`,
    ),
  ]);
  const notes = plan.notes.map((note) => `· ${note}`);
  const sum = plan.differences.length === 0 ? 'Nothing to change.' : `${plan.differences.length} things differ. ${hint}`;
  return { json: plan, text: [...lines, ...notes, sum].join('\n') };
}
