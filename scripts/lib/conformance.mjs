// docs/conformance.md and docs/security-tests.md: every requirement and every published fault of the kind, with the tests that stand for
// it. A test counts when its title begins with the id (`B105: …`) or when `scripts/conformance/evidence.json` names it by its title.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, 'scripts/conformance', file), 'utf8'));

/** Titles of all tests by file, as they stand in the source. */
function titlesByFile() {
  const files = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) =>
      ['src', 'test']
        .map((folder) => join(group, name, folder))
        .filter((folder) => existsSync(join(root, folder)))
        .flatMap((folder) =>
          readdirSync(join(root, folder), { recursive: true })
            .filter((file) => /\.test\.tsx?$/.test(file))
            .map((file) => join(folder, file)),
        ),
    ),
  );
  return files
    .sort()
    .map((file) => [
      file,
      [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:it|test)(?:\.each\([^)]*\))?\(\s*(['"`])(.+?)\1/gs)].map(
        (match) => match[2],
      ),
    ]);
}

/** The tables of both pages and what is wrong with the evidence. */
export function conformance() {
  const { requirements, vulnerabilities } = read('list.json');
  const { tests, notApplicable } = read('evidence.json');
  const titles = titlesByFile();
  const problems = [];
  const all = [...requirements, ...vulnerabilities];
  const known = new Set(all.map(({ id }) => id));

  const found = new Map(all.map(({ id }) => [id, []]));
  for (const [file, list] of titles) {
    for (const title of list) {
      const [head = '', ids] = /^((?:[BD]\d{3}(?:, )?)+):? /.exec(title) ?? [];
      for (const id of ids?.split(', ') ?? []) {
        if (found.has(id)) found.get(id).push([file, title.slice(head.length)]);
        else problems.push(`${file}: ${id} is no requirement`);
      }
    }
  }
  for (const [id, wanted] of Object.entries(tests)) {
    for (const title of wanted) {
      const [file] = titles.find(([, list]) => list.includes(title)) ?? [];
      if (!known.has(id)) problems.push(`evidence.json: ${id} is no requirement`);
      else if (file === undefined) problems.push(`evidence.json: ${id} names a test that is not there: ${title}`);
      else found.get(id).push([file, title]);
    }
  }
  for (const id of Object.keys(notApplicable)) {
    if (!known.has(id)) problems.push(`evidence.json: ${id} is no requirement`);
    else if (found.get(id).length > 0) problems.push(`evidence.json: ${id} is said not to apply, and has a test`);
  }

  const cell = (text) => text.replaceAll('|', '\\|');
  const state = ({ id }) => {
    if (notApplicable[id] !== undefined) return `does not apply: ${notApplicable[id]}`;
    const here = found.get(id);
    return here.length === 0 ? '**open**' : here.map(([file, title]) => `${title} (\`${file}\`)`).join('; ');
  };
  const section = (list) => {
    const tested = list.filter(({ id }) => found.get(id).length > 0).length;
    const none = list.filter(({ id }) => notApplicable[id] !== undefined).length;
    const rows = list.map((row) => `| ${row.id} | ${cell(row.source)} | ${cell(row.text)} | ${cell(state(row))} |`);
    return [
      `${tested} tested, ${none} not applicable, ${list.length - tested - none} open, of ${list.length}.`,
      '',
      '| id | source | what | test |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n');
  };
  return { requirements: section(requirements), faults: section(vulnerabilities), problems };
}
