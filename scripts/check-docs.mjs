// Documentation that can go stale is generated or checked: the settings table, the list of differences, links and READMEs.
// With --write it brings the generated parts up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { adminClientTable } from './lib/admin-client-table.mjs';
import { conformance } from './lib/conformance.mjs';
import { linkAttempts } from './lib/link-attempts.mjs';
import { signedKinds } from './lib/signed-kinds.mjs';
import { attemptProblems, stepTable } from './lib/step-table.mjs';
import { root } from './lib/toolchain.mjs';

const write = process.argv.includes('--write');
const problems = [];
const read = (file) => readFileSync(join(root, file), 'utf8');

/** Puts generated text between its markers, or notes that it is stale. */
function generated(file, name, text) {
  const page = read(file);
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const fresh = `${page.slice(0, page.indexOf(begin) + begin.length)}\n${text}\n${page.slice(page.indexOf(end))}`;
  if (fresh === page) return;
  if (write) writeFileSync(join(root, file), fresh);
  else problems.push(`${file}: the ${name} are stale; run node scripts/check-docs.mjs --write`);
}

const { settingsAsMarkdown } = await import('../packages/config/src/index.ts');
generated('docs/configuration.md', 'settings', settingsAsMarkdown());

const { deliberate } = JSON.parse(read('apps/e2e/src/replay/differences.json'));
const rows = (list) => (list.length === 0 ? ['| none | | |'] : list.map(({ file, name, reason }) => `| ${file} | ${name} | ${reason} |`));
const table = (list) => ['| recording | case | reason |', '|---|---|---|', ...rows(list)].join('\n');
generated('docs/keycloak-differences.md', 'differences', table(deliberate));

const adminClient = await adminClientTable();
problems.push(...adminClient.problems);
generated('docs/admin-api.md', 'methods', adminClient.text);

for (const tool of ['kcadm', 'kcreg']) {
  const { COMMANDS } = await import(`../apps/e2e/by-hand/${tool}-commands.mjs`);
  const lines = COMMANDS.map(([line]) => (line.startsWith('kcadm ') ? line.replace(' ', '.sh ') : `${tool}.sh ${line}`));
  generated('docs/kcadm.md', tool, [`${lines.length} commands:`, '', '```', ...lines, '```'].join('\n'));
}

const { requirements, faults, problems: gaps } = conformance();
problems.push(...gaps);
generated('docs/conformance.md', 'conformance', requirements);
generated('docs/security-tests.md', 'faults', faults);
generated('docs/security-tests.md', 'link attempts', await linkAttempts());

const signed = await signedKinds();
problems.push(...signed.problems);
generated('docs/signed-kinds.md', 'kinds', signed.kinds);
generated('docs/signed-kinds.md', 'marks', signed.marks);

const steps = await stepTable();
problems.push(...steps.problems);
generated('docs/login-steps.md', 'steps', steps.text);
problems.push(...attemptProblems(read('docs/login-steps.md')));

for (const group of ['packages', 'apps', 'examples']) {
  for (const name of readdirSync(join(root, group))) {
    if (existsSync(join(root, group, name, 'package.json')) && !existsSync(join(root, group, name, 'README.md')))
      problems.push(`${group}/${name} has no README.md`);
  }
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
for (const page of pages) {
  for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
    if (!existsSync(join(root, dirname(page), target))) problems.push(`${page}: the link to ${target} leads nowhere`);
  }
}

for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
