import type { BareLimits } from '../bare-limits.ts';
import type { Measured } from '../measure.ts';
import type { Operation } from '../operations/operation.ts';
import { type Counters, NO_COUNTERS } from '../subject/subject.ts';
import { type BenchResult, shareOfLimit } from './result.ts';

const COLUMNS = [
  ['per s', 8],
  ['p50', 7],
  ['p95', 7],
  ['p99', 7],
  ['server CPU', 10],
  ['store CPU', 9],
  ['trans.', 7],
  ['writes', 6],
  ['rows', 6],
  ['WAL B', 7],
  ['disk B', 7],
  ['Redis', 6],
  ['standby B', 9],
  ['replica B', 9],
  ['of limit', 8],
  ['errors', 6],
] as const;

const TITLE = 52;

export function tableHead(): string {
  const head = `${'operation (times in ms, CPU and store per operation)'.padEnd(TITLE)} ${COLUMNS.map(([name, width]) => name.padStart(width)).join(' ')}`;
  return `${head}\n${'─'.repeat(head.length)}`;
}

/** One operation of one subject. `beside` is the subject measured before it in the same operation: their ratio is shown. */
export function tableRow(operation: Operation, measured: Measured, limits: BareLimits, beside: Measured | null, several: boolean): string {
  const { outcome, store } = measured;
  const share = shareOfLimit(operation, measured.perSecond, limits);
  const cells = [
    whole(measured.perSecond),
    number(outcome.latency.p50),
    number(outcome.latency.p95),
    number(outcome.latency.p99),
    number(measured.serverCpuMs),
    number(measured.storeCpuMs),
    number(store.commits),
    number(store.writes),
    number(store.rowsWritten),
    whole(store.walBytes),
    whole(store.diskBytes),
    number(store.redisCommands),
    number(store.standbyBytes),
    number(store.replicaBytes),
    share === null ? '' : `${Math.round(share * 100)} %`,
    String(outcome.errors),
  ];
  const title = several ? `${operation.title}: ${measured.subject}` : operation.title;
  const row = `${title.padEnd(TITLE)} ${cells.map((cell, index) => cell.padStart(COLUMNS[index]?.[1] ?? 0)).join(' ')}`;
  return beside === null ? row : `${row}   ${comparison(beside, measured)}`;
}

/** How much faster and cheaper the first is. */
function comparison(first: Measured, second: Measured): string {
  const cpu = (one: Measured) => one.serverCpuMs + one.storeCpuMs;
  return `${first.subject}: ${(first.perSecond / second.perSecond).toFixed(2)} × rate, ${(cpu(first) / cpu(second)).toFixed(2)} × CPU`;
}

export function preamble({ machine, configuration, hashes, subjects, limits, notComparable }: BenchResult): string {
  const lines = [
    `machine: ${machine.cores} cores, ${machine.cpu}, Node ${machine.node}; load generator and stores on the same cores`,
    `configuration: ${Object.entries(configuration)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
    ...Object.entries(hashes).map(([name, text]) => `hash, ${name}: ${text}`),
    ...subjects.map(
      ({ name, durability, rsaBits, coldStartMs, idleMb, processes }) =>
        `${name}: RSA ${rsaBits} bits; ${durability.map((setting) => `${setting.name} ${setting.value}`).join(', ')}; ${processes} processes, idle ${Math.round(idleMb)} MB (PSS)${coldStartMs === null ? '' : `; first answer after ${Math.round(coldStartMs)} ms`}`,
    ),
    ...subjects
      .filter(({ atRest }) => atRest !== null)
      .map(({ name, atRest }) => `${name} at rest, per second: ${restOf(atRest ?? NO_COUNTERS)}`),
    `bare limits: RS256 ${whole(limits.rs256OneThread)}/s on one thread, ${whole(limits.rs256Pool)}/s from the pool; ES256 ${whole(limits.es256Pool)}/s; argon2id ${whole(limits.argon2)}/s`,
    ...(notComparable.length === 0 ? [] : [`NOT COMPARABLE: ${notComparable.join('; ')}`]),
  ];
  return lines.join('\n');
}

function restOf({ writes, standbyBytes, replicaBytes }: Counters): string {
  return `${number(writes)} writing transactions, ${number(standbyBytes)} B to the standby, ${number(replicaBytes)} B to each replica`;
}

function number(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2);
}

function whole(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en');
}
