import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Applied, importInput, snapshotOf } from '../import/import-rig.ts';
import { planRealmImport } from '../import/plan-realm-import.ts';
import { MASK, type Representation } from './read.ts';
import { toRealmExport, toUserExport } from './realm-export.ts';

const document: Representation = JSON.parse(
  readFileSync(new URL('../../../testkit/src/fixtures/keycloak/acme-realm.json', import.meta.url), 'utf8'),
);

function exported({ snapshot, clients, users, credentials }: Applied): Representation {
  const all = users.map((user) => ({ user, credentials: credentials.filter((credential) => credential.userId === user.id), consents: [] }));
  return { ...toRealmExport(snapshot, { clients, maskSecrets: false }), users: all.map((user) => toUserExport(snapshot, user)) };
}

/** Lists of an export are sets. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

describe('the export of an imported realm', () => {
  const applied = snapshotOf(planRealmImport(document, importInput()));
  const again = exported(applied);

  it('is the document that was imported', () => {
    for (const key of Object.keys(document)) expect([key, sorted(again[key])]).toEqual([key, sorted(document[key])]);
    expect(Object.keys(again).sort()).toEqual(Object.keys(document).sort());
  });

  it('imports to the same realm again', () => {
    const second = snapshotOf(planRealmImport(again, importInput()));
    expect(sorted(exported(second))).toEqual(sorted(again));
  });

  it('hides every secret when it is a partial one', () => {
    const partial = toRealmExport(applied.snapshot, { clients: applied.clients, maskSecrets: true });
    const text = JSON.stringify(partial);
    for (const secret of [
      'smtp-secret',
      'acme-api-secret',
      'acme-reports-secret',
      'partner-secret',
      'privateKey',
      'acmekimtotpsecret123',
    ]) {
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    }
    expect(text).toContain(MASK);
    expect(partial.users).toBeUndefined();
  });
});
