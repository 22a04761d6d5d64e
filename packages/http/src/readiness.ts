import { type Clock, isAnteroomError } from '@anteroom/core';

export interface HealthCheck {
  readonly name: string;
  /** Rejects when the dependency cannot be used. */
  check(): Promise<void>;
}

/** One line of `/health`, in the shape of MicroProfile Health. */
export interface CheckResult {
  readonly name: string;
  readonly status: 'UP' | 'DOWN';
  /** The last failure since the start of the process: its class, never its text, which may name hosts or users. */
  readonly data?: { readonly lastError: string; readonly at: string };
}

/** Asks every dependency, each within two seconds. */
export type Readiness = () => Promise<readonly CheckResult[]>;

const TIMEOUT_MS = 2000;

export function createReadiness({ checks, clock }: { readonly checks: readonly HealthCheck[]; readonly clock: Clock }): Readiness {
  const failures = new Map<string, CheckResult['data']>();

  async function run({ name, check }: HealthCheck): Promise<CheckResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TimeOut()), TIMEOUT_MS);
    });
    let status: CheckResult['status'] = 'UP';
    try {
      await Promise.race([check(), late]);
    } catch (error) {
      status = 'DOWN';
      failures.set(name, { lastError: classOf(error), at: clock.now().toISOString() });
    } finally {
      clearTimeout(timer);
    }
    const data = failures.get(name);
    return { name, status, ...(data !== undefined && { data }) };
  }

  return () => Promise.all(checks.map(run));
}

class TimeOut extends Error {}

function classOf(error: unknown): string {
  if (error instanceof TimeOut) return 'timed_out';
  if (isAnteroomError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

/** The answers of several processes as one: a dependency is up when every process that answered can use it. */
export function mergeResults(answers: readonly (readonly CheckResult[])[]): readonly CheckResult[] {
  const merged = new Map<string, CheckResult>();
  for (const result of answers.flat()) {
    const known = merged.get(result.name);
    if (known === undefined || (known.status === 'UP' && result.status === 'DOWN')) merged.set(result.name, result);
    else if (known.status === result.status && (known.data?.at ?? '') < (result.data?.at ?? '')) merged.set(result.name, result);
  }
  return [...merged.values()];
}
