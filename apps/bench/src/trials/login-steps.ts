import { HttpConnection, type HttpRequest } from '../load/http-connection.ts';
import { type Latency, latencyOf } from '../load/outcome.ts';
import { logIn } from '../operations/browser-login.ts';
import type { Subject } from '../subject/subject.ts';
import { makeSite } from './traffic.ts';

export interface LoginStepsReport {
  readonly loginsPerSecond: number;
  readonly logins: number;
  readonly errors: number;
  /** From the request's last byte to the answer's last byte. */
  readonly page: Latency;
  readonly form: Latency;
  readonly code: Latency;
}

const PER_SECOND = 50;
const WARM_SECONDS = 10;
const CONNECTIONS = 64;

/** Browser logins at a fixed rate with a hash of no cost, and how long each of their three requests takes. */
export async function loginSteps(subject: Subject, { seconds, users }: { readonly seconds: number; readonly users: number }) {
  const site = await makeSite(subject, 'negligible', users);
  const took: number[][] = [[], [], []];
  let logins = 0;
  let errors = 0;
  const free = Array.from({ length: CONNECTIONS }, () => new HttpConnection(new URL(subject.base)));

  const once = async (user: number, counts: boolean) => {
    const connection = free.pop();
    if (connection === undefined) {
      if (counts) errors += 1;
      return;
    }
    const times: number[] = [];
    const send = connection.send.bind(connection);
    connection.send = async (request: HttpRequest) => {
      const at = performance.now();
      const reply = await send(request);
      times.push(performance.now() - at);
      return reply;
    };
    try {
      await logIn(site, connection, user);
      if (counts) {
        logins += 1;
        for (const [step, ms] of times.entries()) took[step]?.push(ms);
      }
    } catch {
      if (counts) errors += 1;
    }
    connection.send = send;
    free.push(connection);
  };

  const open: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let at = 0; at < (WARM_SECONDS + seconds) * PER_SECOND; at += 1) {
    const wait = begun + (at * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(once(at % users, at >= WARM_SECONDS * PER_SECOND));
  }
  await Promise.all(open);
  for (const connection of free) connection.close();
  const [page, form, code] = took.map(latencyOf) as [Latency, Latency, Latency];
  return { loginsPerSecond: PER_SECOND, logins, errors, page, form, code } satisfies LoginStepsReport;
}
