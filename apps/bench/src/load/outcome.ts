/** What a load of some seconds did. */
export interface Outcome {
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  readonly latency: Latency;
  /** One of the failures, for the report; null without errors. */
  readonly firstError: string | null;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
