import { describe, expect, it } from '@jest/globals';
import { keySlot } from './key-slot.ts';
import { parseRedisUrl } from './redis-url.ts';

describe('the address of a Redis', () => {
  it('names one server', () => {
    expect(parseRedisUrl('redis://cache')).toMatchObject({
      kind: 'single',
      addresses: [{ host: 'cache', port: 6379 }],
      tls: false,
      username: null,
      password: null,
      database: 0,
      prefix: 'ar',
      replicas: null,
    });
  });

  it('carries a user, a password with escapes, a database, TLS and options', () => {
    expect(parseRedisUrl('rediss://app:p%40ss%3A%2Fword@[::1]:7000/2?prefix=login&replicas=1&timeout=250&tag=q')).toMatchObject({
      addresses: [{ host: '::1', port: 7000 }],
      tls: true,
      username: 'app',
      password: 'p@ss:/word',
      database: 2,
      prefix: 'login',
      replicas: 1,
      timeout: 250,
      tag: 'q',
    });
  });

  it('names the sentinels and the master they watch', () => {
    expect(parseRedisUrl('redis+sentinel://:secret@s1,s2:26380/main/3?sentinel-password=other')).toMatchObject({
      kind: 'sentinel',
      addresses: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
      master: 'main',
      username: null,
      password: 'secret',
      sentinelPassword: 'other',
      database: 3,
    });
  });

  it('names nodes of a cluster', () => {
    expect(parseRedisUrl('redis+cluster://n1:7001,n2:7002')).toMatchObject({
      kind: 'cluster',
      addresses: [
        { host: 'n1', port: 7001 },
        { host: 'n2', port: 7002 },
      ],
    });
  });

  it.each([
    ['http://:hunter2@cache', 'is not redis://'],
    ['redis+sentinel://:hunter2@s1,s2', 'names no master'],
    ['redis://:hunter2@a,b', 'names several servers'],
    ['redis://:hunter2@a:port', 'cannot be read'],
    ['redis://:hunter2@a/one', 'database that is no number'],
    ['redis+cluster://:hunter2@a/1', 'path that means nothing'],
    ['redis://:hunter2@a?retry=1', 'unknown option retry'],
    ['redis://:hunter2@a?replicas=all', 'replicas that is no number'],
    ['redis://:hunter2@a?tag=two', 'tag that is not one'],
  ])('is refused in one line without the password: %s', (url, why) => {
    const refused = () => parseRedisUrl(url);
    expect(refused).toThrow(expect.objectContaining({ code: 'configuration', message: expect.stringContaining(why) }));
    expect(refused).not.toThrow(/hunter2|\n/);
  });
});

describe('the slot of a key', () => {
  it('is the one that Redis computes', () => {
    // Checked against CLUSTER KEYSLOT.
    expect(['123456789', 'ar:realms', 'ar:{r:one}:code', '{}x', 'a{}b{c}', 'ä☃'].map(keySlot)).toEqual(SLOTS);
  });

  it('is the same for every type of one id', () => {
    expect(keySlot('ar:{r:one}:session')).toBe(keySlot('ar:{r:one}:offline-session'));
  });
});

const SLOTS = [12739, 214, 15931, 10595, 7353, 789];
