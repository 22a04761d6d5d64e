import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConsole } from '../src/read-console.ts';

describe('reading the built console', () => {
  let root: string;
  const bundle = () => join(root, 'apps/server/dist');
  const build = (folder: string, text: string) => {
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), text);
    writeFileSync(join(folder, 'assets/main-1.js'), '1');
    writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'anteroom-console-'));
    mkdirSync(bundle(), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds none where none was built', () => expect(readConsole(bundle())).toBeNull());

  it("finds a checkout's own build, with every file but the page itself", () => {
    build(join(root, 'apps/admin-ui/dist'), 'checkout');
    const found = readConsole(bundle());
    expect(found?.index).toBe('checkout');
    expect(found?.files.map(({ path }) => path).sort()).toEqual(['assets/main-1.js', 'icon.svg']);
    expect(String(found?.files.find(({ path }) => path === 'icon.svg')?.body)).toBe('<svg/>');
  });

  it('finds the one beside the bundle first, as an image has it', () => {
    build(join(root, 'apps/admin-ui/dist'), 'checkout');
    build(join(bundle(), 'console'), 'image');
    expect(readConsole(bundle())?.index).toBe('image');
  });
});
