import { describe, expect, it } from '@jest/globals';
import { readRealmFile } from './read-realm-file.ts';

describe('a realm file', () => {
  it('is kept whole', () => {
    expect(readRealmFile('{"realm":"acme","users":[]}')).toEqual({ realm: 'acme', users: [] });
  });

  it('is named by its id where it has no name', () => {
    expect(readRealmFile('{"id":"acme"}')).toEqual({ id: 'acme', realm: 'acme' });
  });

  it('is nothing without a name, or when it is no JSON object', () => {
    expect([readRealmFile('{}'), readRealmFile('[1]'), readRealmFile('null'), readRealmFile('<xml/>')]).toEqual([null, null, null, null]);
  });
});
