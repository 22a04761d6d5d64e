import type { HttpRequest } from '../load/http-connection.ts';
import { type Answered, openLoop } from '../load/open-loop.ts';
import { type Latency, latencyOf } from '../load/outcome.ts';
import type { Site } from '../operations/operation.ts';
import { tokenRequest, tokensOfAll } from '../operations/token-request.ts';
import { CLIENT, createBenchRealm } from '../subject/bench-realm.ts';
import type { Subject } from '../subject/subject.ts';

export interface Traffic {
  readonly requests: number;
  /** Answers that were not 200. */
  readonly refused: number;
  readonly latency: Latency;
}

/** Requests at a fixed rate for some seconds, and what became of them. */
export async function trafficOf(run: (onAnswer: (answered: Answered) => void) => Promise<void>): Promise<Traffic> {
  const took: number[] = [];
  let refused = 0;
  await run(({ ms, reply }) => {
    if (reply?.status === 200) took.push(ms);
    else refused += 1;
  });
  return { requests: took.length + refused, refused, latency: latencyOf(took) };
}

export async function makeSite(subject: Subject, hashCost: 'negligible' | 'default', users: number): Promise<Site> {
  const name = hashCost === 'default' ? 'bench-argon2' : 'bench-rs256';
  const realm = { name, algorithm: 'RS256', hashCost, users } as const;
  await createBenchRealm(subject, realm);
  return { subject, realm, protocol: `/realms/${name}/protocol/openid-connect`, callers: 16 };
}

/** What applications ask for all day, in turn: client credentials, refreshes, introspection. Each has a network of its own. */
export async function tokenTraffic(site: Site, perSecond: number) {
  const all = await tokensOfAll(site);
  const request = (index: number): HttpRequest => {
    const { access_token: token, refresh_token } = all[index % all.length] as (typeof all)[number];
    const introspection = { method: 'POST', path: `${site.protocol}/token/introspect`, body: formOf({ ...CLIENT, token }) } as const;
    const requests = [
      tokenRequest(site, { grant_type: 'client_credentials', ...CLIENT }),
      tokenRequest(site, { grant_type: 'refresh_token', ...CLIENT, refresh_token }),
      introspection,
    ];
    return from(`192.0.2.${index % 200}`, requests[index % requests.length] as HttpRequest);
  };
  return (seconds: number, onAnswer: (answered: Answered) => void = () => {}) =>
    openLoop({ base: site.subject.base, perSecond, seconds, connections: 32, request, onAnswer });
}

/** As the proxy in front would hand it on. */
export function from(address: string, request: HttpRequest): HttpRequest {
  return { ...request, headers: { ...request.headers, 'X-Forwarded-For': address } };
}

const formOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
