import { readFileSync } from 'node:fs';

export interface Step {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly form?: unknown;
  readonly login?: unknown;
  readonly wait?: number;
  readonly capture?: Readonly<Record<string, string>>;
}

export interface Recording {
  readonly name: string;
  readonly given: { readonly fresh?: boolean; readonly before?: readonly Step[]; readonly note?: string };
  readonly request: Step;
  readonly capture?: Readonly<Record<string, string>>;
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly project?: string;
  };
}

const FOLDER = new URL('../../../testkit/src/fixtures/keycloak/golden/', import.meta.url);

export function readRecordings(file: string): readonly Recording[] {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as readonly Recording[];
}

export function readGoldenRealm(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL('golden-realm.json', FOLDER), 'utf8')) as Readonly<Record<string, unknown>>;
}
