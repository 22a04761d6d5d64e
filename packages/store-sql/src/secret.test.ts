import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog, createTestClock } from '@anteroom/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqlDatabase, openSqlDirectory } from './open-sql-directory.ts';
import { createSecretBox } from './secret-box.ts';
import { loadOrCreateSecretKey } from './secret-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keyOf = (byte: number) => new Uint8Array(32).fill(byte);

describe('the secret box', () => {
  it('opens what it sealed, in the same place only and with the same key only', () => {
    const box = createSecretBox(keyOf(1));
    const sealed = box.seal('geheim ü', 'realm/client/1');
    expect(box.open(sealed, 'realm/client/1')).toBe('geheim ü');
    expect(() => box.open(sealed, 'realm/client/2')).toThrow(expect.objectContaining({ code: 'key_missing' }));
    expect(() => createSecretBox(keyOf(2)).open(sealed, 'realm/client/1')).toThrow(expect.objectContaining({ code: 'key_missing' }));
    expect(() => box.open('v1.short', 'x')).toThrow(expect.objectContaining({ code: 'key_missing' }));
    expect(() => box.open(`${sealed.slice(0, -4)}AAAA`, 'realm/client/1')).toThrow(expect.objectContaining({ code: 'key_missing' }));
  });

  it('seals the same text differently each time', () => {
    const box = createSecretBox(keyOf(1));
    expect(box.seal('x', 'y')).not.toBe(box.seal('x', 'y'));
  });

  it('refuses a key of another length', () => {
    expect(() => createSecretBox(new Uint8Array(16))).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

describe('the secret key', () => {
  it('is made once for an empty database, readable by its owner only, and read again later', () => {
    const place = { dataDir: join(folder, 'data'), configured: null, databaseIsEmpty: true };
    const key = loadOrCreateSecretKey(place);
    expect(key.length).toBe(32);
    expect(statSync(join(folder, 'data', 'secret.key')).mode & 0o777).toBe(0o600);
    expect(loadOrCreateSecretKey({ ...place, databaseIsEmpty: false })).toEqual(key);
    expect(readFileSync(join(folder, 'data', 'secret.key'), 'utf8').trim()).toBe(Buffer.from(key).toString('base64url'));
  });

  it('is never made for a database that was written with another one', () => {
    expect(() => loadOrCreateSecretKey({ dataDir: folder, configured: null, databaseIsEmpty: false })).toThrow(
      expect.objectContaining({ code: 'key_missing', message: expect.stringContaining('ANTEROOM_SECRET_KEY') }),
    );
  });

  it('is taken from configuration as base64, base64url or hexadecimal, and refused otherwise', () => {
    const bytes = Buffer.from(keyOf(200));
    for (const configured of [bytes.toString('base64'), `${bytes.toString('base64url')}\n`, bytes.toString('hex')]) {
      expect(loadOrCreateSecretKey({ dataDir: folder, configured, databaseIsEmpty: false })).toEqual(keyOf(200));
    }
    expect(() => loadOrCreateSecretKey({ dataDir: folder, configured: 'short', databaseIsEmpty: true })).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
  });
});

describe('a database', () => {
  const open = (byte: number) =>
    openSqlDirectory({
      url: `sqlite:${join(folder, 'anteroom.sqlite')}`,
      secretBox: createSecretBox(keyOf(byte)),
      clock: createTestClock(),
      log: createMemoryLog(),
    });

  it('opens with the key it was written with and stops with one line for any other', async () => {
    await (await open(1)).close();
    await (await open(1)).close();
    const refusal = await open(2).then(
      () => null,
      (error: Error & { code: string }) => error,
    );
    expect(refusal?.code).toBe('key_missing');
    expect(refusal?.message).toMatch(/^[^\n]*another secret key[^\n]*ANTEROOM_SECRET_KEY[^\n]*$/);
  });

  it('is empty until the first node opened its directory', async () => {
    const database = openSqlDatabase({
      url: `sqlite:${join(folder, 'anteroom.sqlite')}`,
      clock: createTestClock(),
      log: createMemoryLog(),
    });
    await database.migrate();
    expect(await database.isEmpty()).toBe(true);
    await database.openDirectory(createSecretBox(keyOf(1)));
    expect(await database.isEmpty()).toBe(false);
    await database.close();
  });

  it('refuses a URL of a database it cannot speak to', () => {
    expect(() => openSqlDatabase({ url: 'oracle://x', clock: createTestClock(), log: createMemoryLog() })).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
  });
});
