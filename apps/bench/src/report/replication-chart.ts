import { beyondRest, type Measured } from '../measure.ts';
import { type Counters, NO_COUNTERS } from '../subject/subject.ts';
import type { BenchResult } from './result.ts';

const ROW = 20;
const LEFT = 300;
const BAR = 380;
const WIDTH = 820;
const COLOURS = { ordinary: '#c9823a', transient: '#2f6fde' };

/** Each login beside the same without a session. */
const PAIRS = [
  ['password', 'password-transient', 'password grant'],
  ['login', 'login-transient', 'browser login'],
] as const;

type Read = (one: Measured, rest: Counters) => number | null;

const counter =
  (name: keyof Counters): Read =>
  (one, rest) =>
    beyondRest(one, rest, name);

const METRICS: readonly (readonly [string, Read])[] = [
  ['bytes shipped to the standby of PostgreSQL', counter('standbyBytes')],
  ['bytes shipped to each of two replicas of Redis', counter('replicaBytes')],
  ['commits that write', counter('writes')],
  ['bytes of WAL', counter('walBytes')],
  ['milliseconds of CPU, server', ({ serverCpuMs }) => serverCpuMs],
  ['milliseconds of CPU, stores and their replicas', ({ storeCpuMs }) => storeCpuMs],
];

/**
 * What a login costs with its session and transient, beyond what the server does at rest: a group of bars for each thing that is counted,
 * each group on a scale of its own.
 */
export function replicationChart({ measured, subjects, configuration, date }: BenchResult): string {
  const parts: string[] = [];
  let y = 76;
  for (const [title, read] of METRICS) {
    const rows = subjects.flatMap(({ name, atRest }) =>
      PAIRS.flatMap(([ordinary, transient, login]) => {
        const of = (wanted: string) => measured.find(({ subject, operation }) => subject === name && operation === wanted);
        const both = [of(ordinary), of(transient)].map((one) => (one === undefined ? null : read(one, atRest ?? NO_COUNTERS)));
        return both.every((value) => value === null) ? [] : [{ label: `${login}, ${name}`, both }];
      }),
    );
    if (rows.length === 0) continue;
    const most = Math.max(...rows.flatMap(({ both }) => both.map((value) => value ?? 0)), Number.MIN_VALUE);
    parts.push(text(20, y, `${title}, per login`, 'start', 'font-weight="600"'));
    y += 10;
    for (const { label, both } of rows) {
      parts.push(text(LEFT - 12, y + ROW + 3, label, 'end'));
      for (const [index, kind] of (['ordinary', 'transient'] as const).entries()) {
        const value = both[index] ?? 0;
        const width = ((value / most) * BAR).toFixed(1);
        parts.push(`<rect x="${LEFT}" y="${y}" width="${width}" height="${ROW - 4}" rx="2" fill="${COLOURS[kind]}"/>`);
        parts.push(text(LEFT + Number(width) + 8, y + 13, shown(value), 'start'));
        y += ROW;
      }
      y += 6;
    }
    y += 24;
  }
  const facts = `${date}; ${configuration.workers} workers, ${configuration.callers} callers, ${configuration.users} users, RS256, hash of negligible cost`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(20, 24, facts, 'start')}
<rect x="20" y="38" width="12" height="12" fill="${COLOURS.ordinary}"/>${text(38, 49, 'with a session', 'start')}
<rect x="160" y="38" width="12" height="12" fill="${COLOURS.transient}"/>${text(178, 49, 'transient', 'start')}
${parts.join('\n')}
</svg>
`;
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end', more = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#1f2933" ${more}>${content}</text>`;
}
