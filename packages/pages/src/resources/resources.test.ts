import { describe, expect, test } from '@jest/globals';
import { createPageResources } from './resources.ts';

describe('static files', () => {
  const { base, files } = createPageResources();

  test('carry the hash of their contents in the path', () => {
    expect(base).toMatch(/^\/resources\/[A-Za-z0-9_-]{16}$/);
    expect(files.map(({ path }) => path)).toEqual(
      [
        'style.css',
        'show-password.js',
        'submit-form.js',
        'recovery-codes.js',
        'webauthn.js',
        'webauthn-register.js',
        'icon.svg',
        'arches.svg',
      ].map((name) => `${base}/${name}`),
    );
    expect(createPageResources().base).toBe(base);
  });

  test('name nothing outside their own folder', () => {
    const body = files.map((file) => file.body.replaceAll('http://www.w3.org/2000/svg', '')).join('');
    expect(body).not.toMatch(/https?:|url\((?!arches\.svg)|@import/);
  });

  test('have a style sheet of at most 12 KB', () => {
    expect(Buffer.byteLength(files[0]!.body)).toBeLessThanOrEqual(12 * 1024);
  });
});
