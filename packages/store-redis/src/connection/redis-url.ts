import { AnteroomError } from '@anteroom/core';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A connection string, read. The passwords in it never appear in a message. */
export interface RedisTarget {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or the nodes that the cluster is learnt from. */
  readonly addresses: readonly Address[];
  /** The name under which the sentinels watch the master; empty otherwise. */
  readonly master: string;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  readonly sentinelPassword: string | null;
  readonly database: number;
  readonly prefix: string;
  /** The store's tag, for a second Redis beside the first; null for the usual one. */
  readonly tag: string | null;
  /** Replicas that must have a write before it is acknowledged; null: as many as may be promoted. */
  readonly replicas: number | null;
  /** Milliseconds that a command, and again the wait for the replicas, may take. */
  readonly timeout: number;
}

const SCHEMES: Readonly<Record<string, readonly [kind: RedisTarget['kind'], tls: boolean]>> = {
  redis: ['single', false],
  rediss: ['single', true],
  'redis+sentinel': ['sentinel', false],
  'rediss+sentinel': ['sentinel', true],
  'redis+cluster': ['cluster', false],
  'rediss+cluster': ['cluster', true],
};

const OPTIONS = new Set(['prefix', 'tag', 'replicas', 'timeout', 'sentinel-password']);

/**
 * `redis://[user:password@]host[:port][/db]`, `redis+sentinel://[user:password@]h1[:p1],h2[:p2]/<master>[/db]`,
 * `redis+cluster://[user:password@]h1:p1,h2:p2`, each with `rediss` for TLS and `?prefix=…&tag=…&replicas=…&timeout=…&sentinel-password=…`.
 */
export function parseRedisUrl(text: string): RedisTarget {
  const match = /^([a-z+]+):\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(text);
  const scheme = SCHEMES[match?.[1] ?? ''];
  if (match === null || scheme === undefined) throw refused('is not redis://…, redis+sentinel://… or redis+cluster://…');
  const [kind, tls] = scheme;
  const [username, password] = credentials(match[2] ?? '');
  const path = (match[4] ?? '').split('/').filter(Boolean).map(decodeURIComponent);
  const options = new URLSearchParams(match[5] ?? '');
  for (const name of options.keys()) if (!OPTIONS.has(name)) throw refused(`has an unknown option ${name}`);
  const master = kind === 'sentinel' ? (path.shift() ?? '') : '';
  if (kind === 'sentinel' && master === '') throw refused('names no master: redis+sentinel://host1,host2/<master>');
  const addresses = (match[3] ?? '').split(',').map((part) => address(part, kind === 'sentinel' ? 26_379 : 6379));
  if (kind === 'single' && addresses.length > 1) throw refused('names several servers: use redis+sentinel:// or redis+cluster://');
  const database = wholeNumber(path.shift() ?? '0', 'database');
  if (path.length > 0 || (kind === 'cluster' && database !== 0)) throw refused('has a path that means nothing');
  const replicas = options.get('replicas');
  const tag = options.get('tag');
  if (tag !== null && !/^[a-z0-9]$/.test(tag)) throw refused('has a tag that is not one lower-case letter or digit');
  return {
    kind,
    addresses,
    master,
    tls,
    username,
    password,
    sentinelPassword: options.get('sentinel-password'),
    database,
    prefix: options.get('prefix') ?? 'ar',
    tag,
    replicas: replicas === null ? null : wholeNumber(replicas, 'replicas'),
    timeout: Math.max(1, wholeNumber(options.get('timeout') ?? '1000', 'timeout')),
  };
}

export function addressText({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function credentials(text: string): readonly [string | null, string | null] {
  const [username = '', ...rest] = text.split(':');
  return [username === '' ? null : decodeURIComponent(username), rest.length === 0 ? null : decodeURIComponent(rest.join(':'))];
}

function address(text: string, defaultPort: number): Address {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) throw refused(`has an address that cannot be read: ${JSON.stringify(text)}`);
  return { host, port: match?.[3] === undefined ? defaultPort : Number(match[3]) };
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw refused(`has a ${name} that is no number`);
  return Number(text);
}

function refused(why: string): AnteroomError {
  return new AnteroomError('configuration', `the address of the Redis session store ${why}`);
}
