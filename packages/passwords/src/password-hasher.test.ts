import { describe, expect, test } from '@jest/globals';
import { clock, KEYCLOAK_HASHES, keycloakHash, realmWith, sequentialIds, silentLog } from './fixtures/builders.ts';
import { createPasswordHasher, type PasswordHasherOptions } from './password-hasher.ts';

const ADDRESS = '192.0.2.1';

function hasherWith(options: Partial<PasswordHasherOptions> = {}) {
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
  };
  return { hasher: createPasswordHasher({ ids: sequentialIds(), clock, log: silentLog, sleep, ...options }), slept };
}

describe('passwords of a Keycloak export', () => {
  const { hasher } = hasherWith();

  test.each(KEYCLOAK_HASHES.map((entry) => [entry.username, entry.credential.credentialData.algorithm, entry] as const))(
    'accepts the password of %s (%s) and no other',
    async (_name, _algorithm, entry) => {
      expect(await hasher.verify(realmWith(), entry.credential, entry.password, ADDRESS)).toMatchObject({ match: true });
      expect(await hasher.verify(realmWith(), entry.credential, `${entry.password}x`, ADDRESS)).toEqual({ match: false, rehash: false });
    },
  );
});

describe('rehash', () => {
  test('is asked for where the stored parameters differ from the policy', async () => {
    const { hasher } = hasherWith();
    const rehash = async (username: string, passwordPolicy: string) =>
      (await hasher.verify(realmWith({ passwordPolicy }), keycloakHash(username).credential, keycloakHash(username).password, ADDRESS))
        .rehash;
    expect(await rehash('alice', '')).toBe(false);
    expect(await rehash('alice', 'hashIterations(6)')).toBe(true);
    expect(await rehash('judy', '')).toBe(true);
    expect(await rehash('judy', 'hashAlgorithm(pbkdf2-sha512) and hashIterations(1000)')).toBe(false);
    expect(await rehash('judy', 'hashAlgorithm(pbkdf2-sha512)')).toBe(true);
  });

  test('is not asked for after a wrong password', async () => {
    const { hasher } = hasherWith();
    expect(await hasher.verify(realmWith(), keycloakHash('judy').credential, 'wrong', ADDRESS)).toEqual({ match: false, rehash: false });
  });
});

describe('a new hash', () => {
  test('is written as Keycloak writes its default', async () => {
    const { hasher } = hasherWith();
    const written = await hasher.hash(realmWith(), 'correct horse');
    expect(written.credentialData).toEqual(keycloakHash('alice').credential.credentialData);
    expect(Buffer.from(String(written.secretData.salt), 'base64')).toHaveLength(16);
    expect(Buffer.from(String(written.secretData.value), 'base64')).toHaveLength(32);
    const credential = { ...keycloakHash('alice').credential, ...written };
    expect(await hasher.verify(realmWith(), credential, 'correct horse', ADDRESS)).toEqual({ match: true, rehash: false });
  });

  test.each([
    ['hashAlgorithm(pbkdf2-sha512) and hashIterations(1000)', 'pbkdf2-sha512', 1000, 64],
    ['hashAlgorithm(pbkdf2-sha256) and hashIterations(1000)', 'pbkdf2-sha256', 1000, 32],
    ['hashAlgorithm(pbkdf2) and hashIterations(1000)', 'pbkdf2', 1000, 64],
    ['hashAlgorithm(argon2) and hashIterations(2)', 'argon2', 2, 32],
    ['hashIterations(27500)', 'argon2', 5, 32],
    ['hashAlgorithm(pbkdf2-sha256) and hashIterations(2000000000)', 'pbkdf2-sha256', 600_000, 32],
  ])('follows %s', async (passwordPolicy, algorithm, hashIterations, length) => {
    const { hasher } = hasherWith();
    const written = await hasher.hash(realmWith({ passwordPolicy }), 'correct horse');
    expect(written.credentialData).toMatchObject({ algorithm, hashIterations });
    expect(Buffer.from(String(written.secretData.value), 'base64')).toHaveLength(length);
    const credential = { ...keycloakHash('alice').credential, ...written };
    expect(await hasher.verify(realmWith({ passwordPolicy }), credential, 'correct horse', ADDRESS)).toEqual({
      match: true,
      rehash: false,
    });
  });
});

describe('stored values that cannot be used', () => {
  test('never match and cost what a real one costs', async () => {
    const { hasher } = hasherWith();
    const { credential } = keycloakHash('alice');
    const damaged = [
      { ...credential, credentialData: { algorithm: 'bcrypt', hashIterations: 10 } },
      { ...credential, secretData: { value: '' } },
      { ...credential, secretData: {} },
      { ...credential, credentialData: { algorithm: 'argon2', hashIterations: 'many' } },
      { ...credential, credentialData: { algorithm: 'pbkdf2', hashIterations: 4_000_000_000 } },
      { ...credential, credentialData: { algorithm: 'argon2', hashIterations: 10_000_000 } },
      { ...credential, credentialData: { algorithm: 'argon2', hashIterations: 1, additionalParameters: { memory: ['4194304'] } } },
    ];
    for (const stored of damaged) expect(await hasher.verify(realmWith(), stored, '', ADDRESS)).toEqual({ match: false, rehash: false });
  });

  test('a salt of null or __SALT__ is none', async () => {
    const { hasher } = hasherWith();
    const passwordPolicy = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';
    const { pbkdf2Sync } = await import('node:crypto');
    const value = pbkdf2Sync('secret', '', 1, 32, 'sha256').toString('base64');
    for (const salt of [null, '__SALT__']) {
      const credential = {
        ...keycloakHash('gina').credential,
        secretData: { value, salt },
        credentialData: { algorithm: 'pbkdf2-sha256', hashIterations: 1 },
      };
      expect(await hasher.verify(realmWith({ passwordPolicy }), credential, 'secret', ADDRESS)).toEqual({ match: true, rehash: false });
    }
  });
});

describe('time', () => {
  /** Each reading of the stopwatch is `step` later: a hash takes exactly that. */
  function stopwatchOf(steps: readonly number[]) {
    const durations = [...steps];
    let at = 0;
    let running = false;
    return () => {
      if (running) at += durations.shift() ?? 0;
      running = !running;
      return at;
    };
  }

  test('a missing account hashes a dummy and is padded to the slowest kind of the realm', async () => {
    const { hasher, slept } = hasherWith({ stopwatch: stopwatchOf([80, 20]) });
    await hasher.verify(realmWith(), keycloakHash('gina').credential, 'wrong', ADDRESS);
    expect(await hasher.verify(realmWith(), null, 'wrong', ADDRESS)).toEqual({ match: false, rehash: false });
    expect(slept).toEqual([60]);
  });

  test('the kinds of one realm do not slow another', async () => {
    const { hasher, slept } = hasherWith({ stopwatch: stopwatchOf([80, 20]) });
    await hasher.verify(realmWith(), keycloakHash('gina').credential, 'wrong', ADDRESS);
    await hasher.verify(realmWith({ id: 'other' }), null, 'wrong', ADDRESS);
    expect(slept).toEqual([]);
  });

  test('what a survey told counts before it was seen, up to the cap', async () => {
    const { hasher, slept } = hasherWith({ stopwatch: stopwatchOf([20]), paddingCapMs: 100 });
    hasher.learn('acme', [keycloakHash('dan').credential.credentialData]);
    await hasher.verify(realmWith(), null, 'wrong', ADDRESS);
    expect(slept).toEqual([80]);
  });
});

describe('the lane', () => {
  test('refuses early with a time to come back when its queue is full', async () => {
    const { hasher } = hasherWith({ concurrency: 1, maxQueue: 2 });
    const attempts = Array.from({ length: 10 }, () => hasher.verify(realmWith(), null, 'x', ADDRESS));
    const results = await Promise.allSettled(attempts);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(7);
    for (const result of refused) expect(result.reason).toMatchObject({ code: 'busy', retryAfter: expect.any(Number) });
    expect(hasher.depth).toBe(0);
    expect(await hasher.verify(realmWith(), null, 'x', ADDRESS)).toEqual({ match: false, rehash: false });
  });

  test('lets the others in while one network sends more than it can do, by however many addresses of IPv6', async () => {
    const { hasher } = hasherWith({ concurrency: 1, maxQueue: 8 });
    const flood = Array.from({ length: 50 }, (_, at) => hasher.verify(realmWith(), null, 'x', `2001:db8::${at + 1}`));
    const ended: string[] = [];
    for (const attempt of flood) attempt.then(() => ended.push('flood')).catch(() => ended.push('refused'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(() => hasher.admit(realmWith(), '2001:db8::f')).toThrow(expect.objectContaining({ code: 'busy' }));
    const others = ['192.0.2.1', '192.0.2.2', '2001:db8:0:1::1'].map((address) => hasher.verify(realmWith(), null, 'x', address));
    hasher.admit(realmWith(), '192.0.2.9');
    await Promise.all(others.map((attempt) => attempt.then(() => ended.push('other'))));
    expect(ended.filter((who) => who === 'other')).toHaveLength(3);
    expect(ended.filter((who) => who === 'flood').length).toBeLessThanOrEqual(5);
    await Promise.allSettled(flood);
    expect(ended.filter((who) => who === 'refused')).toHaveLength(50 - 1 - 8 + 3);
  });

  // Ordinary hashes that a loaded machine was slow with were taken for expensive ones, of which few may wait.
  test('takes no ordinary kind for an expensive one because the machine was busy when it was measured', async () => {
    let at = 0;
    const stopwatch = () => (at += 900);
    const { hasher } = hasherWith({ concurrency: 1, maxQueue: 20, maxHeavyQueue: 1, stopwatch });
    await hasher.verify(realmWith(), null, 'x', ADDRESS);
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => hasher.verify(realmWith(), null, 'x', ADDRESS)));
    expect(results.map(({ status }) => status)).toEqual(Array(10).fill('fulfilled'));
  });
});
