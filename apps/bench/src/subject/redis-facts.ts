import type { DurabilitySetting } from './subject.ts';

/** Sends one command; the text that `redis-cli` prints. */
type Command = (...words: readonly string[]) => Promise<string>;

export async function redisDurability(command: Command): Promise<readonly DurabilitySetting[]> {
  const setting = async (name: string) => (await command('CONFIG', 'GET', name)).split('\n')[1]?.trim() ?? '';
  const appendonly = await setting('appendonly');
  const appendfsync = await setting('appendfsync');
  return [
    { name: 'Redis appendonly', value: appendonly, relaxed: appendonly !== 'yes' },
    // A second of writes may be lost with the machine; the kill of a process loses nothing. The store says so at its start.
    { name: 'Redis appendfsync', value: appendfsync, relaxed: appendfsync === 'no' },
  ];
}

/** Commands so far, those inside scripts included; what asks for this does not count. */
export async function redisCommands(command: Command): Promise<number> {
  const lines = (await command('INFO', 'commandstats')).split('\n');
  return lines
    .map((line) => /^cmdstat_([^:]+):calls=(\d+)/.exec(line))
    .filter((match) => match !== null && !/^(info|config|command|hello|client|ping)\b/.test(match[1] ?? ''))
    .reduce((sum, match) => sum + Number(match?.[2] ?? 0), 0);
}

/** Bytes of the replication stream so far; null when nobody follows. */
export async function replicatedBytes(command: Command): Promise<number | null> {
  const text = await command('INFO', 'replication');
  const number = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return number('connected_slaves') === 0 ? null : number('master_repl_offset');
}
