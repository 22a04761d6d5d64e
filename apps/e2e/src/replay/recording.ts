import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = join(import.meta.dirname, '../../../../packages/testkit/src/fixtures/keycloak/golden');

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly jar?: string;
}

export interface Step extends Partial<RecordedRequest> {
  readonly wait?: number;
  readonly login?: Readonly<Record<string, string>>;
  readonly capture?: Readonly<Record<string, string>>;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly project?: string;
  readonly html?: {
    readonly title?: string;
    readonly form?: { readonly action: string; readonly inputs: readonly string[] };
    readonly links?: readonly string[];
    readonly text?: string;
  };
  readonly tokens?: Readonly<Record<string, unknown>>;
  readonly locationParams?: Readonly<Record<string, string>>;
  readonly locationFragment?: boolean;
}

export interface RecordedCase {
  readonly name: string;
  readonly given: {
    readonly realm: string;
    readonly fresh?: boolean;
    readonly before?: readonly Step[];
    readonly cookieJar?: string;
    readonly note?: string;
  };
  readonly request: RecordedRequest;
  readonly capture?: Readonly<Record<string, string>>;
  readonly response: RecordedAnswer;
}

export function readRecording(file: string): readonly RecordedCase[] {
  return JSON.parse(readFileSync(join(DIRECTORY, `${file}.json`), 'utf8')) as RecordedCase[];
}

export function readGoldenRealm(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(DIRECTORY, 'golden-realm.json'), 'utf8')) as Record<string, unknown>;
}
