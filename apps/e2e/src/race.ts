import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

export interface RaceAnswer {
  readonly status: number;
  readonly body: string;
  readonly location: string | null;
}

type Headers = Readonly<Record<string, string>>;
type Form = Readonly<Record<string, string>>;

interface Racer {
  readonly child: ChildProcess;
  readonly lines: Interface;
}

/** Time between the announcement of a round and its start: every racer has read its line by then. */
const LEAD_MS = 250;

/** Separate processes that send the same request at the same moment, round after round. */
export class Race {
  private readonly racers: readonly Racer[];

  private constructor(racers: readonly Racer[]) {
    this.racers = racers;
  }

  static async start(count: number): Promise<Race> {
    const racers = Array.from({ length: count }, () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'racer.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
      return { child, lines: createInterface({ input: child.stdout }) };
    });
    await Promise.all(racers.map(({ lines }) => once(lines, 'line')));
    return new Race(racers);
  }

  /**
   * One round: what each racer was answered; without a form it asks by GET. Of several addresses (nodes) each racer asks one, in turn, and
   * of several forms, or sets of headers (browsers), it has one.
   */
  async run(
    url: string | readonly string[],
    form: Form | readonly Form[] | null,
    headers: Headers | readonly Headers[] = {},
  ): Promise<readonly RaceAnswer[]> {
    const urls = typeof url === 'string' ? [url] : url;
    const sets = listOf(headers);
    const forms = listOf(form);
    const at = Date.now() + LEAD_MS;
    const answers = this.racers.map(async ({ lines }) => JSON.parse(String((await once(lines, 'line'))[0])) as RaceAnswer);
    for (const [index, { child }] of this.racers.entries())
      child.stdin?.write(
        `${JSON.stringify({ at, url: urls[index % urls.length], form: forms[index % forms.length], headers: sets[index % sets.length] })}\n`,
      );
    return Promise.all(answers);
  }

  get count(): number {
    return this.racers.length;
  }

  stop(): void {
    for (const { child } of this.racers) child.kill();
  }
}

const listOf = <T extends object | null>(given: T | readonly T[]): readonly T[] => (Array.isArray(given) ? given : [given as T]);
