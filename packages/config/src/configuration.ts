import { isIP } from 'node:net';
import { join } from 'node:path';
import { ConfigurationError, type Found, type ReadInput, readSettings } from './read-settings.ts';
import { SETTINGS, type SettingName } from './settings.ts';

export type Mode = 'development' | 'production';

/** The checked configuration of a process. */
export interface Configuration {
  readonly mode: Mode;
  readonly http: { readonly host: string; readonly port: number };
  /** Public base URL without a slash at the end; null in development: then `http://localhost:<actual port>`. */
  readonly hostname: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** `sql`, `memory`, the address of a Redis or of a module; new records go to the first. Never empty. */
  readonly sessionStores: readonly string[];
  /** Addresses of modules with authenticators and required actions. */
  readonly flowModules: readonly string[];
  readonly secretKey: string | null;
  readonly bootstrapAdmin: { readonly username: string; readonly password: string } | null;
  readonly smtpUrl: string | null;
  readonly smtpFallbackUrl: string | null;
  readonly mailFrom: string | null;
  /** Processes that serve HTTP. */
  readonly workers: number;
  /** Origins that may be called although they are private or plain http. */
  readonly outgoingAllowed: readonly string[];
  readonly proxy: {
    readonly headers: 'forwarded' | 'xforwarded';
    readonly trusted: readonly string[];
    readonly clientCertificateHeader: string | null;
  } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly managementPort: number | null;
  /** Seconds. */
  readonly shutdownDelay: number;
  readonly hashConcurrency: number | null;
  readonly failpoint: string | null;
}

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** Lines for the log: Keycloak names that were used or are not known. */
  readonly notices: readonly string[];
  readonly found: ReadonlyMap<SettingName, Found>;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => [`http://${host}`, `https://${host}`]);

const PRIVATE_RANGES = ['127.0.0.0/8', '::1/128', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/**
 * Environment and flags → configuration. Throws `ConfigurationError` with one line that names the variable and says what to change.
 */
export function loadConfiguration(input: ReadInput & { readonly mode: Mode; readonly cores: number }): LoadedConfiguration {
  const { found, notices } = readSettings(input);
  const get = <T>(name: SettingName): T | null => {
    const value = found.get(name);
    if (value === undefined) return null;
    const parsed = SETTINGS[name].schema.safeParse(value.text);
    if (parsed.success) return parsed.data as T;
    const shown = SETTINGS[name].secret ? '' : ` (it is ${JSON.stringify(value.text)})`;
    throw new ConfigurationError(
      `${value.source === 'command line' ? SETTINGS[name].env : value.source} ${parsed.error.issues[0]?.message ?? 'is not usable'}${shown}`,
    );
  };
  const development = input.mode === 'development';
  const dataDir = get<string>('dataDir') ?? './anteroom-data';
  const host = get<string>('httpHost') ?? (development ? 'localhost' : '0.0.0.0');
  const headers = get<'forwarded' | 'xforwarded'>('proxyHeaders');
  const databaseUrl = get<string>('databaseUrl') ?? `sqlite:${join(dataDir, 'anteroom.db')}`;
  const sessionStores = get<readonly string[]>('sessionStore') ?? ['sql'];
  // One process alone can see what is kept in memory, and writers of a SQLite file only wait for each other.
  const many = !development && !databaseUrl.startsWith('sqlite:') && !sessionStores.includes('memory');
  const configuration: Configuration = {
    mode: input.mode,
    http: { host, port: get<number>('httpPort') ?? 8080 },
    hostname: get<string>('hostname'),
    dataDir,
    databaseUrl,
    sessionStores,
    flowModules: get<readonly string[]>('authenticators') ?? [],
    secretKey: get<string>('secretKey'),
    bootstrapAdmin: bootstrapAdmin(get<string>('bootstrapAdminUsername'), get<string>('bootstrapAdminPassword')),
    smtpUrl: get<string>('smtpUrl'),
    smtpFallbackUrl: get<string>('smtpFallbackUrl'),
    mailFrom: get<string>('mailFrom'),
    workers: get<number>('workers') ?? (many ? input.cores : 1),
    outgoingAllowed: get<string[]>('outgoingAllowed') ?? (development ? THIS_MACHINE : []),
    proxy:
      headers === null
        ? null
        : {
            headers,
            trusted: get<string[]>('proxyTrustedAddresses') ?? PRIVATE_RANGES,
            clientCertificateHeader: get<string>('proxyClientCertificateHeader'),
          },
    logLevel: get<Configuration['logLevel']>('logLevel') ?? 'info',
    managementPort: development ? null : (get<number>('managementPort') ?? 9000),
    shutdownDelay: get<number>('shutdownDelay') ?? (development ? 0 : 1),
    hashConcurrency: get<number>('hashConcurrency'),
    failpoint: get<string>('failpoint'),
  };
  check(configuration);
  return { configuration, notices, found };
}

function bootstrapAdmin(username: string | null, password: string | null): Configuration['bootstrapAdmin'] {
  if (username === null && password === null) return null;
  if (username === null)
    throw new ConfigurationError('ANTEROOM_BOOTSTRAP_ADMIN_USERNAME is missing beside ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD');
  if (password === null)
    throw new ConfigurationError('ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD is missing beside ANTEROOM_BOOTSTRAP_ADMIN_USERNAME');
  return { username, password };
}

function check(configuration: Configuration): void {
  const { mode, http, hostname, workers, sessionStores, failpoint, proxy } = configuration;
  if (mode === 'production' && hostname === null) {
    throw new ConfigurationError(
      'ANTEROOM_HOSTNAME is missing: set it to the public URL, for example ANTEROOM_HOSTNAME=https://login.example.org',
    );
  }
  if (mode === 'development' && !LOOPBACK.has(http.host)) {
    throw new ConfigurationError(
      `ANTEROOM_HTTP_HOST ${http.host} is not a loopback address: development mode serves this machine only; use start for production`,
    );
  }
  if (mode === 'production' && failpoint !== null)
    throw new ConfigurationError('ANTEROOM_FAILPOINT is for crash tests in development mode; remove it');
  if (workers > 1 && sessionStores.includes('memory'))
    throw new ConfigurationError(
      `ANTEROOM_WORKERS ${workers}: ANTEROOM_SESSION_STORE memory is the memory of one process; set ANTEROOM_WORKERS=1 or another store`,
    );
  for (const range of proxy?.trusted ?? []) {
    if (isIP(range.split('/')[0] ?? '') === 0)
      throw new ConfigurationError(`ANTEROOM_PROXY_TRUSTED_ADDRESSES: ${range} is not an address or CIDR range`);
  }
}
