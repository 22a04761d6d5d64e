import assert from 'node:assert/strict';

/**
 * Equal as JSON. A test runner's sandbox, Node's own copies and a native driver have different `Object`s and `Array`s, which strict
 * equality would tell apart.
 */
export function same(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(plain(actual), plain(expected), message);
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
