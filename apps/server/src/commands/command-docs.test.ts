import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addCommands } from './add-commands.ts';
import { describeCommands } from './describe-commands.ts';

const PAGE = join(import.meta.dirname, '../../../../docs/command-line.md');
const BEGIN = '<!-- commands:begin -->\n';
const END = '\n<!-- commands:end -->';

/** `UPDATE_DOCS=1` writes what it would find missing. */
it('describes in docs/command-line.md every command with every option as the code has them', () => {
  const program = new Command('anteroom');
  addCommands(program);
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  const fresh = describeCommands(program);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, page.slice(0, from) + fresh + page.slice(to));
  else expect(page.slice(from, to)).toBe(fresh);
});

it('shows with every command over the Admin REST how it is used', () => {
  const program = new Command('anteroom');
  addCommands(program);
  const help = (...words: readonly string[]) => {
    let text = '';
    const command = words.reduce((parent, word) => parent.commands.find((inner) => inner.name() === word)!, program);
    command.configureOutput({
      writeOut: (part) => {
        text += part;
      },
    });
    command.outputHelp();
    return text;
  };
  expect(help('user', 'set-password')).toContain('$ anteroom user set-password alice -r acme --temporary');
  expect(help('plan')).toContain('$ anteroom plan acme-realm.json');
  expect(help('events', 'tail')).toContain('--server <url>');
});
