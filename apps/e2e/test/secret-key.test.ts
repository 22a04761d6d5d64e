import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newDataDir, removeDataDir, runCommand, startServer } from '../src/server.ts';

describe('a server whose secret key is gone', () => {
  it('stops with one line and makes no new key', async () => {
    const dataDir = newDataDir();
    const server = await startServer({ dataDir });
    await server.stop();
    rmSync(join(dataDir, 'secret.key'));
    const { code, stderr } = await runCommand(['start-dev'], { dataDir });
    expect(code).toBe(78);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/secret key/);
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
    removeDataDir(dataDir);
  });

  it('stops with one line when it is given another key', async () => {
    const dataDir = newDataDir();
    const server = await startServer({ dataDir });
    await server.stop();
    const { code, stderr } = await runCommand(['start-dev'], {
      dataDir,
      env: { ANTEROOM_SECRET_KEY: Buffer.alloc(32, 9).toString('base64') },
    });
    expect([code, stderr.trim().split('\n').length]).toEqual([78, 1]);
    removeDataDir(dataDir);
  });
});
