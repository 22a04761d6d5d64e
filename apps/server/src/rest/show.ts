/** What a command has to say: the same for people and for programs. */
export interface Shown {
  readonly json: unknown;
  readonly text: string;
}

export function show({ json, text }: Shown, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : text === '' ? '' : `${text}\n`);
}

type Row = Readonly<Record<string, unknown>>;

/** Columns that line up; an empty list says so. */
export function table(rows: readonly Row[], columns: readonly string[]): Shown {
  if (rows.length === 0) return { json: rows, text: 'nothing found' };
  const cells = [columns.map((name) => name.toUpperCase()), ...rows.map((row) => columns.map((name) => cell(row[name])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { json: rows, text: lines.join('\n') };
}

/** One thing: as JSON for both. */
export function document(json: unknown): Shown {
  return { json, text: JSON.stringify(json, null, 2) };
}

export function done(text: string, json: unknown = { ok: true }): Shown {
  return { json, text };
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(cell).join(' ');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Nothing that came from elsewhere may speak to the terminal.
  return text.replace(/\p{Cc}/gu, ' ');
}
