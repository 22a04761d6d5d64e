import { OPERATIONS } from '../operations/operations.ts';
import type { BenchResult } from './result.ts';

const ROW = 22;
const GAP = 10;
const LEFT = 340;
const WIDTH = 1000;
const COLOURS = ['#2f6fde', '#9aa4b2', '#c9823a'];

/** A bar per operation and subject on a logarithmic axis, readable on light and dark paper. */
export function chart({ measured, subjects, configuration, limits }: BenchResult): string {
  const operations = OPERATIONS.filter(({ id }) => measured.some(({ operation }) => operation === id));
  const most = Math.max(...measured.map(({ perSecond }) => perSecond));
  const x = (rate: number) => (Math.log10(Math.max(rate, 1)) / Math.log10(most)) * (WIDTH - LEFT - 110);
  const parts: string[] = [];
  let y = 70;
  for (const operation of operations) {
    const bars = measured.filter((one) => one.operation === operation.id);
    parts.push(text(LEFT - 12, y + (bars.length * ROW) / 2 + 1, escapeXml(operation.title), 'end'));
    for (const bar of bars) {
      const colour = COLOURS[subjects.findIndex(({ name }) => name === bar.subject)] ?? COLOURS[0];
      const width = x(bar.perSecond).toFixed(1);
      parts.push(`<rect x="${LEFT}" y="${y}" width="${width}" height="${ROW - 4}" rx="2" fill="${colour}"/>`);
      parts.push(text(LEFT + Number(width) + 8, y + ROW / 2 + 2, `${Math.round(bar.perSecond).toLocaleString('en')}/s`, 'start'));
      y += ROW;
    }
    y += GAP;
  }
  const legend = subjects.map(
    ({ name }, index) =>
      `<rect x="${20 + index * 240}" y="40" width="12" height="12" fill="${COLOURS[index]}"/>${text(38 + index * 240, 51, escapeXml(name), 'start')}`,
  );
  const facts = Object.entries(configuration)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const title = `Operations per second (logarithmic): ${facts}; RS256 limit ${Math.round(limits.rs256Pool).toLocaleString('en')}/s`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 10}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(20, 24, escapeXml(title), 'start')}
${legend.join('\n')}
${parts.join('\n')}
</svg>
`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#1f2933">${content}</text>`;
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
