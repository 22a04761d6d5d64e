// docs/login-steps.md: every step that a flow of this server can have, and the tests that go through it as a browser or an application
// does. A test counts when its title says so: `… [auth-otp-form: success, refusal]`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

const KINDS = ['success', 'refusal', 'bad input'];
const FOLDER = 'apps/e2e/test';

/** Sections of the page that list attempts by hand, a row for each test of a file. */
const ATTEMPTS = { 'Skipping a step': 'skipped-steps', 'What changes while a login is under way': 'changes-under-way' };

/** What is missing in the lists of attempts: a test that has no row, a row that has no test. */
export function attemptProblems(page) {
  return Object.entries(ATTEMPTS).flatMap(([heading, file]) => {
    const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
    const rows = new Set([...section.matchAll(/^\| (.+?) \| .+\|$/gm)].slice(1).map(([, title]) => title));
    const source = readFileSync(join(root, FOLDER, `${file}.test.ts`), 'utf8');
    const titles = new Set([...source.matchAll(/^ {2}it\(\s*'(?:[A-Z]\d+ )?(.+)',/gm)].map(([, title]) => title));
    return [
      ...[...titles.difference(rows)].map((title) => `docs/login-steps.md: "${heading}" does not list "${title}" of ${file}`),
      ...[...rows.difference(titles)].map((title) => `docs/login-steps.md: "${title}" is no test of ${file}`),
    ];
  });
}

/** The table, and what is missing in it: a step without a test of each kind is a problem. */
export async function stepTable() {
  const { KNOWN_AUTHENTICATORS, KNOWN_REQUIRED_ACTIONS } = await import('../../packages/flows/src/index.ts');
  const inFlows = KNOWN_AUTHENTICATORS.filter(({ available, category }) => available && category !== 'client-authenticator');
  const sections = [
    ['Authenticators', inFlows.filter(({ category }) => category === 'authenticator' || category === 'form')],
    ['Conditions', inFlows.filter(({ category }) => category === 'condition')],
    ['Parts of the registration form', inFlows.filter(({ category }) => category === 'form-action')],
    // The last has no page of its own and is part of the end of a login.
    ['Required actions', [...KNOWN_REQUIRED_ACTIONS, 'update_user_locale'].map((id) => ({ id }))],
  ];
  const tests = new Map(sections.flatMap(([, list]) => list.map(({ id }) => [id, new Map(KINDS.map((kind) => [kind, []]))])));
  const problems = [];
  for (const file of readdirSync(join(root, FOLDER)).sort()) {
    for (const [, , title] of readFileSync(join(root, FOLDER, file), 'utf8').matchAll(/\b(?:it|test)\(\s*(['"`])(.+?)\1/gs)) {
      for (const [, id, kinds] of title.matchAll(/\[([\w-]+): ([a-z ,]+)\]/g)) {
        for (const kind of kinds.split(', ')) {
          const list = tests.get(id)?.get(kind);
          if (list === undefined) problems.push(`${file}: "${id}: ${kind}" is no step, or no kind of test`);
          else list.push([file, title.replaceAll(/ \[[^\]]*\]/g, '')]);
        }
      }
    }
  }
  for (const [id, byKind] of tests)
    for (const kind of KINDS) if (byKind.get(kind).length === 0) problems.push(`${FOLDER}: no test of ${id} is about ${kind}`);

  const cell = (list) => list.map(([file, title]) => `${title.replaceAll('|', '\\|')} (\`${file.replace('.test.ts', '')}\`)`).join('; ');
  const text = sections
    .map(([name, list]) =>
      [
        `### ${name} (${list.length})`,
        '',
        '| step | success | refusal | bad input |',
        '|---|---|---|---|',
        ...list.map(({ id }) => `| \`${id}\` | ${KINDS.map((kind) => cell(tests.get(id).get(kind))).join(' | ')} |`),
      ].join('\n'),
    )
    .join('\n\n');
  return { text, problems };
}
