import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AcmeLinks, acmeRealm, openAcme, urls } from './test-rig/open-acme.ts';

let acme: AcmeLinks;
beforeEach(async () => {
  acme = await openAcme();
});

/** A token as Keycloak signs it: its claims, and no credential version. */
async function keycloaks(
  overrides: Readonly<Record<string, unknown>> = {},
  kind: 'execute-actions' | 'reset-credentials' = 'execute-actions',
) {
  const iat = Math.floor(acme.clock.now().getTime() / 1000);
  const issuer = urls.issuer('acme');
  const claims = {
    jti: randomUUID(),
    nonce: randomUUID(),
    iat,
    exp: iat + 3600,
    iss: issuer,
    aud: issuer,
    sub: acme.user.id,
    azp: 'account',
  };
  return acme.signed.sign(acme.realm, kind, { ...claims, eml: acme.user.email, rqac: ['UPDATE_PASSWORD'], ...overrides });
}
const open = (key: string) => acme.links.open(acme.realm, key);

async function spend(key: string): Promise<void> {
  const opened = await open(key);
  if (opened.kind === 'dead') throw new Error(opened.reason);
  const { changes } = acme.links.finish(acme.realm, opened.link, { action: 'UPDATE_PASSWORD', changes: [], at: acme.clock.now() });
  await acme.directory.commit(acme.realm.id, changes);
}

describe('a link that Keycloak made before the realm moved here', () => {
  test('opens without a trace and completes once', async () => {
    const key = await keycloaks();
    expect(await open(key)).toMatchObject({ kind: 'open', link: { actions: ['UPDATE_PASSWORD'], clientId: 'account' } });
    expect(await acme.directory.links.search(acme.realm.id, {})).toEqual([]);
    await spend(key);
    expect(await open(key)).toMatchObject({ kind: 'dead', reason: 'used' });
  });

  test('is spent by one of many at the same moment', async () => {
    const key = await keycloaks();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => spend(key)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('resets a password, whatever login it began in', async () => {
    const key = await keycloaks({ asid: 'root.tab.client', rqac: undefined }, 'reset-credentials');
    expect(await open(key)).toMatchObject({ kind: 'dead', reason: 'revoked' });
    const allowed = acmeRealm({ realm: { ...acme.realm.realm, resetPasswordAllowed: true } });
    expect(await acme.links.open(allowed, key)).toMatchObject({ kind: 'open', link: { actions: ['UPDATE_PASSWORD'] } });
  });

  test('dies of what kills links made here', async () => {
    const expired = await keycloaks({ exp: Math.floor(acme.clock.now().getTime() / 1000) - 1 });
    expect(await open(expired)).toMatchObject({ kind: 'dead', reason: 'expired' });
    const elsewhere = await keycloaks({ eml: 'alice@former.example' });
    expect(await open(elsewhere)).toMatchObject({ kind: 'dead', reason: 'not-needed' });
    const key = await keycloaks();
    acme.clock.advance(1_000);
    const about = { clientId: null, redirectUri: null, lifespanSeconds: null, locale: null };
    const newer = acme.links.plan({ realm: acme.realm, user: acme.user, kind: 'execute-actions', actions: [], ...about });
    await acme.directory.commit(acme.realm.id, newer.changes);
    expect(await open(key)).toMatchObject({ kind: 'dead', reason: 'replaced' });
    const last = await keycloaks();
    await acme.directory.commit(acme.realm.id, [{ kind: 'raise-credential-version', userId: acme.user.id }]);
    expect(await open(last)).toMatchObject({ kind: 'dead', reason: 'not-needed' });
  });

  test('is nothing without an address, an id or a person of this realm', async () => {
    for (const claims of [{ eml: undefined }, { jti: 7 }, { jti: '../x' }, { nonce: undefined }, { sub: randomUUID() }, { cv: 1 }])
      expect(await open(await keycloaks(claims))).toMatchObject({ kind: 'dead', reason: 'invalid' });
  });
});
