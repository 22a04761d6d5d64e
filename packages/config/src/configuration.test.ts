import { describe, expect, it } from '@jest/globals';
import { loadConfiguration, type Mode } from './configuration.ts';
import { showSettings } from './describe-settings.ts';
import { ConfigurationError } from './read-settings.ts';

const load = (env: Record<string, string>, mode: Mode = 'development', files: Record<string, string> = {}) =>
  loadConfiguration({
    env,
    mode,
    cores: 4,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('missing');
      return text;
    },
  });

describe('loadConfiguration', () => {
  it('serves development on localhost:8080 with an embedded database when nothing is set', () => {
    const { configuration } = load({});
    expect(configuration.http).toEqual({ host: 'localhost', port: 8080 });
    expect(configuration.databaseUrl).toBe('sqlite:anteroom-data/anteroom.db');
    expect(configuration.sessionStores).toEqual(['sql']);
  });

  it('refuses a name that is no setting and suggests the one that was meant', () => {
    expect(() => load({ ANTEROOM_HOSTNAM: 'x' })).toThrow('ANTEROOM_HOSTNAM is not a setting; did you mean ANTEROOM_HOSTNAME?');
  });

  it('refuses production without a hostname and prints the line that is missing', () => {
    expect(() => load({}, 'production')).toThrow('ANTEROOM_HOSTNAME=https://login.example.org');
  });

  it('names the variable whose value cannot be used', () => {
    expect(() => load({ PORT: 'eighty' })).toThrow(/^PORT .*\(it is "eighty"\)$/);
  });

  it('never prints the value of a secret that cannot be used', () => {
    expect(() => load({ ANTEROOM_SECRET_KEY: 'hunter2' })).toThrow(ConfigurationError);
    expect(() => load({ ANTEROOM_SECRET_KEY: 'hunter2' })).not.toThrow(/hunter2/);
  });

  it('takes a database server, in the words of Keycloak too', () => {
    expect(load({ DATABASE_URL: 'mysql://root@db/anteroom' }).configuration.databaseUrl).toBe('mysql://root@db/anteroom');
    expect(load({ KC_DB_URL: 'jdbc:postgresql://db/keycloak' }).configuration.databaseUrl).toBe('postgresql://db/keycloak');
    expect(() => load({ DATABASE_URL: 'oracle://hunter2@db' })).toThrow(/must begin with sqlite:, postgres:\/\//);
  });

  it('takes several session stores, the one for new records first', () => {
    const { configuration } = load({ ANTEROOM_SESSION_STORE: 'sql  redis://:secret@cache:6379/1 redis+sentinel://a,b/main' });
    expect(configuration.sessionStores).toEqual(['sql', 'redis://:secret@cache:6379/1', 'redis+sentinel://a,b/main']);
  });

  it('takes a session store of somebody else, with what it is to be told', () => {
    const { configuration } = load({ ANTEROOM_SESSION_STORE: 'module:./my-store.js?folder=/data&tag=x sql' });
    expect(configuration.sessionStores).toEqual(['module:./my-store.js?folder=/data&tag=x', 'sql']);
    expect(() => load({ ANTEROOM_SESSION_STORE: 'module:' })).toThrow(/module:<package or path>/);
  });

  it('refuses a session store it does not know, and never prints the password in its address', () => {
    for (const text of ['file', 'sql sql', 'redis://', ' ', 'mongo://:hunter2@host'])
      expect(() => load({ ANTEROOM_SESSION_STORE: text })).toThrow(/^ANTEROOM_SESSION_STORE must be sql, memory, redis/);
    expect(() => load({ ANTEROOM_SESSION_STORE: 'mongo://:hunter2@host' })).not.toThrow(/hunter2/);
  });

  it("takes Keycloak's names and reports them", () => {
    const { configuration, notices } = load({ KC_HOSTNAME: 'login.example.org', KC_CACHE: 'local' }, 'production');
    expect(configuration.hostname).toBe('https://login.example.org');
    expect(notices).toEqual([
      "KC_HOSTNAME is Keycloak's name for ANTEROOM_HOSTNAME; both work",
      'KC_CACHE is a Keycloak setting that Anteroom does not have; it is ignored',
    ]);
  });

  it('reads a secret from a file and says so when the file is not there', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    expect(load({ ANTEROOM_SECRET_KEY_FILE: '/run/key' }, 'development', { '/run/key': `${key}\n` }).configuration.secretKey).toBe(key);
    expect(() => load({ ANTEROOM_SECRET_KEY_FILE: '/run/none' })).toThrow('ANTEROOM_SECRET_KEY_FILE: the file /run/none cannot be read');
  });

  it('keeps development mode on loopback', () => {
    expect(() => load({ ANTEROOM_HTTP_HOST: '0.0.0.0' })).toThrow(/not a loopback address/);
  });

  it('wants both halves of the bootstrap administrator', () => {
    expect(() => load({ ANTEROOM_BOOTSTRAP_ADMIN_USERNAME: 'admin' })).toThrow(/BOOTSTRAP_ADMIN_PASSWORD is missing/);
  });

  it('serves from every core in production over a database server, and from one process otherwise', () => {
    const server = { ANTEROOM_HOSTNAME: 'https://login.example.org', DATABASE_URL: 'postgres://db/anteroom' };
    expect(load(server, 'production').configuration.workers).toBe(4);
    expect(load({ ...server, ANTEROOM_WORKERS: '2' }, 'production').configuration.workers).toBe(2);
    expect(load({ ...server, ANTEROOM_SESSION_STORE: 'memory' }, 'production').configuration.workers).toBe(1);
    expect(load({ ANTEROOM_HOSTNAME: 'https://login.example.org' }, 'production').configuration.workers).toBe(1);
    expect(load({ DATABASE_URL: 'postgres://db/anteroom' }).configuration.workers).toBe(1);
  });

  it('refuses several workers over the memory of one process', () => {
    expect(() => load({ ANTEROOM_WORKERS: '2', ANTEROOM_SESSION_STORE: 'memory' })).toThrow(/^ANTEROOM_WORKERS 2: .*memory of one process/);
  });
});

describe('showSettings', () => {
  it('shows where a value came from and masks secrets', () => {
    const shown = showSettings(load({ PORT: '9999', SMTP_URL: 'smtp://u:p@mail' }));
    expect(shown).toContainEqual({ name: 'ANTEROOM_HTTP_PORT', value: '9999', source: 'PORT' });
    expect(shown).toContainEqual({ name: 'ANTEROOM_SMTP_URL', value: '********', source: 'SMTP_URL' });
  });
});
