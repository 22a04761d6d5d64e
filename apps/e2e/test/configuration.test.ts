import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newDataDir, removeDataDir, runCommand } from '../src/server.ts';

async function failsWithOneLine(command: string, env: Record<string, string>, dataDir = newDataDir()): Promise<string> {
  const { code, stderr } = await runCommand([command], { dataDir, bare: true, env: { ANTEROOM_HTTP_PORT: '0', ...env } });
  expect(code).not.toBe(0);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  removeDataDir(dataDir);
  return stderr;
}

describe('a wrong configuration stops the start with one line', () => {
  it('for an unknown key', async () =>
    expect(await failsWithOneLine('start-dev', { ANTEROOM_PROT: '1' })).toContain('ANTEROOM_PROT is not a setting'));

  it('for a missing hostname in production', async () =>
    expect(await failsWithOneLine('start', {})).toContain('ANTEROOM_HOSTNAME=https://'));

  it('for a data directory that cannot be used', async () => {
    const dataDir = newDataDir();
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(await failsWithOneLine('start-dev', { ANTEROOM_DATA_DIR: join(file, 'data') }, dataDir)).toContain('ANTEROOM_DATA_DIR');
  });

  it('for a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, 'localhost', resolve);
    });
    const { port } = other.address() as { port: number };
    expect(await failsWithOneLine('start-dev', { ANTEROOM_HTTP_PORT: String(port) })).toMatch(new RegExp(`port ${port} is taken`));
    other.close();
  });

  it('for an unknown command or flag, with a suggestion', async () => {
    const dataDir = newDataDir();
    const { code, stderr } = await runCommand(['start-dev', '--prot', '1'], { dataDir });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--port')]);
    removeDataDir(dataDir);
  });
});
