import { createHash } from 'node:crypto';

export type Argument = string | number;

/** A command as it is sent: its name and arguments. */
export type PlainCommand = readonly [name: string, ...args: Argument[]];

export interface Script {
  readonly source: string;
  readonly sha: string;
}

export interface ScriptCall {
  readonly script: Script;
  readonly keys: readonly string[];
  readonly args: readonly Argument[];
}

export type Command = PlainCommand | ScriptCall;

export function createScript(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** By its digest; whole when the server does not know it (after a restart or a fail-over). */
export function toPlain(command: Command, whole = false): PlainCommand {
  if (!('script' in command)) return command;
  const { script, keys, args } = command;
  return whole ? ['eval', script.source, keys.length, ...keys, ...args] : ['evalsha', script.sha, keys.length, ...keys, ...args];
}
