import type { Command } from 'commander';

/** The pages of `--help` as one page of documentation. */
export function describeCommands(program: Command): string {
  const sections: string[] = [];
  const walk = (command: Command, words: readonly string[]): void => {
    const visible = command.commands.filter((inner) => !(inner as unknown as { _hidden?: boolean })._hidden);
    for (const inner of visible) {
      const name = [...words, inner.name()];
      if (inner.commands.length === 0) sections.push(section(inner, name));
      walk(inner, name);
    }
  };
  walk(program, ['anteroom']);
  return sections.join('\n\n');
}

function section(command: Command, words: readonly string[]): string {
  const usage = [
    ...words,
    ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`)),
  ];
  const options = command.options.filter((option) => !option.hidden && !SHARED.has(option.long ?? ''));
  const rows = options.map(({ flags, description }) => `| \`${flags}\` | ${description} |`);
  return [
    `### ${words.slice(1).join(' ')}`,
    '',
    `${command.description()}`,
    '',
    `\`${usage.join(' ')}\``,
    ...(rows.length === 0 ? [] : ['', '| option | meaning |', '|---|---|', ...rows]),
  ].join('\n');
}

/** Of every command that speaks to a server: described once. */
const SHARED = new Set(['--json', '--server', '--user', '--password-file', '--token-file', '--auth-realm']);
