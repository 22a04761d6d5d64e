import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AnteroomError } from '@anteroom/core';

/** Reads a password: from a pipe as one line, from a terminal without showing it, twice unless it is one that exists. */
export async function askPassword(prompt: string, { once = false } = {}): Promise<string> {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
    if (line === '') throw new AnteroomError('invalid_input', 'no password on standard input: pipe one line, or use --password-file');
    return line;
  }
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: hidden, terminal: true });
  try {
    process.stderr.write(`${prompt}: `);
    const first = await terminal.question('');
    if (!once) process.stderr.write(`\n${prompt} again: `);
    const second = once ? first : await terminal.question('');
    process.stderr.write('\n');
    if (first !== second) throw new AnteroomError('invalid_input', 'the two passwords differ');
    if (first === '') throw new AnteroomError('invalid_input', 'an empty password is none');
    return first;
  } finally {
    terminal.close();
  }
}
