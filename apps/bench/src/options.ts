import { parseArgs } from 'node:util';
import { OPERATIONS, WITH_REPLICAS } from './operations/operations.ts';
import { TRIAL_NAMES, type TrialName } from './trials/trial-names.ts';

export interface Options {
  readonly database: 'postgres' | 'sqlite';
  readonly sessionStore: 'sql' | 'redis';
  readonly workers: number;
  readonly replicas: boolean;
  readonly operations: readonly string[];
  readonly seconds: number;
  readonly warmup: number;
  readonly callers: number;
  readonly users: number;
  readonly json: boolean;
  readonly write: boolean;
  readonly out: string | null;
  readonly bundle: string | null;
  readonly baseline: string | null;
  readonly cpuProfile: string | null;
  readonly nodeOptions: readonly string[];
  readonly peer: PeerOptions | null;
  readonly peerOnly: boolean;
  /** Instead of the table. */
  readonly trial: TrialName | null;
}

export interface PeerOptions {
  readonly name: string;
  readonly base: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly server: readonly string[];
  readonly store: readonly string[];
  readonly database: string | null;
}

export const HELP = `npm run bench -- [options]

Starts Anteroom's production bundle over stores of its own and measures it; with --peer also a server that runs already, operation by operation.

  --database postgres|sqlite     where the directory is (postgres)
  --session-store sql|redis      where sessions are (sql)
  --workers N                    ANTEROOM_WORKERS (2)
  --replicas                     two installations over a PostgreSQL with a standby: sessions there, and in a Redis with two replicas.
                                 What is shipped to the replicas, with sessions and transient
  --trial NAME                   instead of the table, for --seconds: ${TRIAL_NAMES.join(', ')}
  --operations a,b,…             all by default: ${OPERATIONS.map(({ id }) => id).join(', ')}
  --seconds N                    measured per operation (8)
  --warmup N                     before each (2; a Java server needs 10)
  --callers N                    at once, each waiting for its answer (16)
  --users N                      distinct users (1000)
  --json                         print the result as JSON instead of the table
  --no-write                     leave docs/benchmarks alone
  --out NAME                     name of the files there

  --peer URL                     a server that speaks Keycloak's dialect; realms bench-… are made in it
  --peer-only                    measure the peer alone (--keycloak URL is --peer URL --peer-only)
  --peer-name NAME               (Keycloak)
  --peer-admin USER:PASSWORD     administrator of realm master (admin:admin)
  --peer-server PID|TEXT         its process, or a part of its command line; repeatable
  --peer-store PID|TEXT          its database's process; repeatable
  --peer-database URL            its PostgreSQL, for counters

  --bundle FILE                  another build of the server; --baseline FILE measures a second one beside it
  --cpu-profile FOLDER           Node's CPU profiles of the server
  --node-option=OPTION           for the server's Node; repeatable
`;

/** What the scripts and the container image give to the server's Node. */
const IMAGE_OPTIONS = ['--max-semi-space-size=16'];

/** Null when the help was asked for. Throws on what it does not know. */
export function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      ...{
        database: text,
        'session-store': text,
        workers: text,
        operations: text,
        seconds: text,
        warmup: text,
        callers: text,
        users: text,
      },
      ...{ json: flag, replicas: flag, write: flag, out: text, help: flag, bundle: text, baseline: text, 'cpu-profile': text },
      ...{ trial: text, peer: text, keycloak: text, 'peer-only': flag, 'peer-name': text, 'peer-admin': text, 'peer-database': text },
      ...{
        'node-option': { ...text, multiple: true },
        'peer-server': { ...text, multiple: true },
        'peer-store': { ...text, multiple: true },
      },
    } as const,
  });
  if (values.help) return null;
  const base = values.keycloak ?? values.peer;
  const replicas = values.replicas ?? false;
  if (replicas && (values.database ?? 'postgres') !== 'postgres') throw new Error('--replicas: SQLite has none');
  const [username = '', ...password] = (values['peer-admin'] ?? 'admin:admin').split(':');
  return {
    database: oneOf('database', values.database ?? 'postgres', ['postgres', 'sqlite']),
    sessionStore: oneOf('session-store', values['session-store'] ?? 'sql', ['sql', 'redis']),
    workers: count('workers', values.workers ?? '2'),
    replicas,
    operations: operationsOf(values.operations, replicas),
    seconds: count('seconds', values.seconds ?? '8'),
    warmup: count('warmup', values.warmup ?? '2'),
    callers: count('callers', values.callers ?? '16'),
    users: count('users', values.users ?? '1000'),
    json: values.json ?? false,
    write: values.write ?? true,
    out: values.out ?? null,
    bundle: values.bundle ?? null,
    baseline: values.baseline ?? null,
    cpuProfile: values['cpu-profile'] ?? null,
    nodeOptions: values['node-option'] ?? IMAGE_OPTIONS,
    trial: values.trial === undefined ? null : oneOf('trial', values.trial, TRIAL_NAMES),
    peerOnly: values['peer-only'] ?? values.keycloak !== undefined,
    peer:
      base === undefined
        ? null
        : {
            name: values['peer-name'] ?? 'Keycloak',
            base,
            admin: { username, password: password.join(':') },
            server: values['peer-server'] ?? [],
            store: values['peer-store'] ?? [],
            database: values['peer-database'] ?? null,
          },
  };
}

function operationsOf(given: string | undefined, replicas: boolean): readonly string[] {
  const all = OPERATIONS.map(({ id }) => id);
  const wanted = given?.split(',') ?? (replicas ? [...WITH_REPLICAS] : all);
  const unknown = wanted.filter((id) => !all.includes(id));
  if (unknown.length > 0) throw new Error(`--operations: ${unknown.join(', ')} is none of ${all.join(', ')}`);
  return wanted;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`--${name}: ${value} is none of ${allowed.join(', ')}`);
  return found;
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name}: ${text} is not a whole number`);
  return value;
}
