import { type AnswerChecker, createAnswerChecker } from '@anteroom/testkit/openapi';
import type { RunningServer } from './server.ts';

export interface DocumentedAnswers {
  /** Answers of the Admin REST so far. */
  readonly checked: number;
  /** What of them the document does not have, each once. */
  readonly problems: readonly string[];
  stop(): void;
}

/** Holds every answer of the Admin REST that this process gets from here on, by whatever client, against the server's own OpenAPI document. */
export async function watchAnswers(server: Pick<RunningServer, 'local'>): Promise<DocumentedAnswers> {
  const document = (await (await fetch(`${server.local}/admin/openapi.json`)).json()) as object;
  const check = createAnswerChecker(document);
  const original = globalThis.fetch;
  const problems = new Set<string>();
  let checked = 0;
  globalThis.fetch = async (input, init) => {
    const answer = await original(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    if (isOfAdminRest(url, method)) {
      checked += 1;
      const problem = await problemOf(check, method, url, answer.clone());
      if (problem !== null) problems.add(problem);
    }
    return answer;
  };
  return {
    get checked() {
      return checked;
    },
    get problems() {
      return [...problems];
    },
    stop() {
      globalThis.fetch = original;
    },
  };
}

/** The console's pages lie below `/admin/` too; a preflight is no call. */
const isOfAdminRest = ({ pathname }: URL, method: string) =>
  method !== 'OPTIONS' &&
  (/^\/admin\/(realms|serverinfo|anteroom)(\/|$)/.test(pathname) || /^\/admin\/[^/]+\/console\/whoami$/.test(pathname));

async function problemOf(check: AnswerChecker, method: string, { pathname }: URL, answer: Response): Promise<string | null> {
  return check({ method, path: pathname, status: answer.status, text: await answer.text() });
}
