import { z } from 'zod';

/** One setting: its name in the environment, where else it may come from, and how its text is read. */
export interface Setting {
  readonly env: string;
  /** Other names that mean the same: plain conventions (`PORT`) and Keycloak's (`KC_…`). The last are reported when used. */
  readonly aliases: readonly string[];
  /** A secret may also be given as `<name>_FILE` and is never printed. */
  readonly secret: boolean;
  readonly schema: z.ZodType;
  /** Text of the default, as the documentation shows it; null when there is none. */
  readonly default: string | null;
  readonly description: string;
}

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1);
const seconds = z.coerce.number().min(0);
const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => protocols.some((protocol) => text.startsWith(protocol)), {
    error: `must begin with ${protocols.join(', ')} (for example ${example})`,
  });

const hostname = z.string().transform((text, context) => {
  const withScheme = /^https?:\/\//.test(text) ? text : `https://${text}`;
  const parsed = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (parsed === null || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '') {
    context.addIssue({ code: 'custom', message: 'must be a public address such as https://login.example.org' });
    return z.NEVER;
  }
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
});

/** Every session store that is served, the one for new records first. What an address says beyond its scheme is for the store to read. */
const stores = z.string().transform((text, context) => {
  const parts = text.split(/\s+/).filter(Boolean);
  const known = parts.every((part) => part === 'sql' || part === 'memory' || /^(rediss?(\+sentinel|\+cluster)?:\/\/|module:)./.test(part));
  if (parts.length > 0 && known && new Set(parts).size === parts.length) return parts;
  context.addIssue({
    code: 'custom',
    message:
      'must be sql, memory, redis://…, redis+sentinel://…, redis+cluster://… or module:<package or path>, or several different ones of them separated by blanks',
  });
  return z.NEVER;
});

const modules = z.string().transform((text, context) => {
  const parts = text.split(/\s+/).filter(Boolean);
  if (parts.every((part) => /^module:./.test(part))) return parts;
  context.addIssue({ code: 'custom', message: 'must be module:<package or path>, or several of them separated by blanks' });
  return z.NEVER;
});

const setting = (
  env: string,
  schema: z.ZodType,
  description: string,
  more: Partial<Omit<Setting, 'env' | 'schema' | 'description'>> = {},
): Setting => ({
  env,
  schema,
  description,
  aliases: more.aliases ?? [],
  secret: more.secret ?? false,
  default: more.default ?? null,
});

/** Every setting there is. The documentation table is generated from this list, and a name outside it stops the start. */
export const SETTINGS = {
  httpPort: setting('ANTEROOM_HTTP_PORT', port, 'Port that serves HTTP.', { aliases: ['PORT', 'KC_HTTP_PORT'], default: '8080' }),
  httpHost: setting('ANTEROOM_HTTP_HOST', z.string().min(1), 'Address to listen on. Development mode takes loopback addresses only.', {
    aliases: ['KC_HTTP_HOST'],
    default: 'localhost in development, 0.0.0.0 in production',
  }),
  hostname: setting(
    'ANTEROOM_HOSTNAME',
    hostname,
    'Public URL of the server. Required in production; links and issuers are made from it and from nothing else.',
    {
      aliases: ['KC_HOSTNAME'],
    },
  ),
  dataDir: setting('ANTEROOM_DATA_DIR', z.string().min(1), 'Directory of the embedded database and of the generated secret key.', {
    default: './anteroom-data',
  }),
  databaseUrl: setting(
    'ANTEROOM_DATABASE_URL',
    z
      .string()
      // Keycloak's KC_DB_URL is written for Java.
      .transform((text) => text.replace(/^jdbc:/, ''))
      .pipe(
        url(['sqlite:', 'postgres://', 'postgresql://', 'mysql://', 'mariadb://'], 'postgres://anteroom:secret@db.example.org/anteroom'),
      ),
    'Where the directory is kept: `sqlite:<file>`, `postgres://user:password@host/database` or `mysql://…` (MariaDB, MySQL). `?pool=20` sets the connections of a process (10).',
    { aliases: ['DATABASE_URL', 'KC_DB_URL'], secret: true, default: 'sqlite:<data directory>/anteroom.db' },
  ),
  sessionStore: setting(
    'ANTEROOM_SESSION_STORE',
    stores,
    'Where sessions, codes and logins in progress are kept: `sql`, `memory`, `redis://…`, `redis+sentinel://host1,host2/<master>`, `redis+cluster://host1,host2` (`rediss` for TLS) or `module:<package or path>` (docs/your-own-session-store.md). Several, separated by blanks: new records go to the first, the others are read until theirs have ended.',
    {
      secret: true,
      default: 'sql',
    },
  ),
  authenticators: setting(
    'ANTEROOM_AUTHENTICATORS',
    modules,
    'Authenticators and required actions of your own: `module:<package or path>`, several separated by blanks (docs/your-own-authenticator.md).',
  ),
  secretKey: setting(
    'ANTEROOM_SECRET_KEY',
    z.string().refine((text) => /^[A-Za-z0-9+/_-]{43}=?$/.test(text), {
      error: 'must be 32 random bytes in base64 (for example from: openssl rand -base64 32)',
    }),
    'Key that seals secrets in the database. Without it a key is kept in the data directory.',
    { secret: true, default: '<data directory>/secret.key' },
  ),
  bootstrapAdminUsername: setting(
    'ANTEROOM_BOOTSTRAP_ADMIN_USERNAME',
    z.string().min(1),
    'First administrator of realm master, made when there is none.',
    {
      aliases: ['KC_BOOTSTRAP_ADMIN_USERNAME'],
    },
  ),
  bootstrapAdminPassword: setting('ANTEROOM_BOOTSTRAP_ADMIN_PASSWORD', z.string().min(1), 'Password of the first administrator.', {
    aliases: ['KC_BOOTSTRAP_ADMIN_PASSWORD'],
    secret: true,
  }),
  smtpUrl: setting(
    'ANTEROOM_SMTP_URL',
    url(['smtp://', 'smtps://'], 'smtp://mail.example.org:587'),
    'Mail server of realms that name none of their own.',
    {
      aliases: ['SMTP_URL'],
      secret: true,
    },
  ),
  smtpFallbackUrl: setting(
    'ANTEROOM_SMTP_FALLBACK_URL',
    url(['smtp://', 'smtps://'], 'smtp://mail.example.net:587'),
    'Mail server that takes what the one of `ANTEROOM_SMTP_URL` cannot be given.',
    { secret: true },
  ),
  mailFrom: setting('ANTEROOM_MAIL_FROM', z.email(), 'Sender address of realms that name none of their own.'),
  workers: setting('ANTEROOM_WORKERS', count, 'Processes that serve HTTP. The session store `memory` serves one.', {
    default: 'the cores in production on PostgreSQL or MariaDB, otherwise 1',
  }),
  proxyHeaders: setting(
    'ANTEROOM_PROXY_HEADERS',
    z.enum(['forwarded', 'xforwarded'], { error: 'must be forwarded or xforwarded' }),
    'Which header of a trusted proxy tells the client address.',
    {
      aliases: ['KC_PROXY_HEADERS'],
    },
  ),
  proxyTrustedAddresses: setting(
    'ANTEROOM_PROXY_TRUSTED_ADDRESSES',
    z.string().transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
    'Addresses or CIDR ranges of proxies, separated by commas.',
    {
      aliases: ['KC_PROXY_TRUSTED_ADDRESSES'],
      default: 'loopback and private addresses',
    },
  ),
  proxyClientCertificateHeader: setting(
    'ANTEROOM_PROXY_CLIENT_CERTIFICATE_HEADER',
    z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9-]+$/, { error: 'must be the name of a header, such as ssl-client-cert' }),
    'Header in which a trusted proxy passes on the certificate that a client showed it (mutual TLS): PEM, percent-encoded PEM or RFC 9440. The proxy checks the certificate and must drop the header from clients.',
  ),
  outgoingAllowed: setting(
    'ANTEROOM_OUTGOING_ALLOWED',
    z.string().transform((text, context) => {
      const origins = text
        .split(',')
        .map((part) => part.trim().replace(/\/$/, ''))
        .filter(Boolean);
      if (origins.every((origin) => /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).pathname === '/'))
        return origins;
      context.addIssue({ code: 'custom', message: 'must list origins such as https://app.internal or http://10.0.0.5:8080' });
      return z.NEVER;
    }),
    'Origins, separated by commas, that clients may name for keys, request objects and back-channel logout although they are private, on this machine or plain http. Without a port, any port of that host.',
    { default: 'none in production, this machine in development' },
  ),
  logLevel: setting(
    'ANTEROOM_LOG_LEVEL',
    z
      .string()
      .toLowerCase()
      .pipe(z.enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })),
    'How much is logged.',
    {
      aliases: ['KC_LOG_LEVEL'],
      default: 'info',
    },
  ),
  managementPort: setting(
    'ANTEROOM_MANAGEMENT_PORT',
    port,
    'Port of health and metrics in production; in development they are on the main port.',
    {
      aliases: ['KC_HTTP_MANAGEMENT_PORT'],
      default: '9000',
    },
  ),
  shutdownDelay: setting('ANTEROOM_SHUTDOWN_DELAY', seconds, 'Seconds between "not ready" and the end of accepting requests.', {
    default: '1 in production, 0 in development',
  }),
  hashConcurrency: setting('ANTEROOM_HASH_CONCURRENCY', count, 'Passwords hashed at the same time.', { default: 'the number of cores' }),
  failpoint: setting(
    'ANTEROOM_FAILPOINT',
    z.string().regex(/^[a-z.-]+:(before|after):\d+$/, { error: 'must look like session.create:after:3' }),
    'Ends the process at a named write. For crash tests; development mode only.',
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
