import type { RawAnswer } from './raw-http.ts';
import type { HostileRequest, Pair } from './request.ts';
import type { Target } from './surface.ts';
import { CALLBACK } from './well-formed.ts';

/** What no answer says: where in the code something went wrong, or how a database was asked. */
const INSIDE =
  /\n\s+at \S|node_modules|\.ts:\d+|SQLITE_|\bselect\b.{1,80}\bfrom\b.{1,80}\bwhere\b|invalid byte sequence|ENOENT|EACCES|\b(Type|Range|Reference|Syntax)Error\b|Cannot read prop/;

export interface Judge {
  /** What is wrong with an answer, in words; null when nothing is. */
  fault(request: HostileRequest, target: Target, answer: RawAnswer): string | null;
}

/** `secrets` stand in no answer at all. */
export function createJudge({ base, secrets }: { readonly base: string; readonly secrets: readonly string[] }): Judge {
  const origins = [new URL(base).origin, new URL(CALLBACK).origin];
  return {
    fault(request, target, answer) {
      const { status, head, headers, body } = answer;
      const type = headers.get('content-type')?.[0] ?? '';
      if (answer.timedOut) return 'no end of the answer';
      // Who hung up in the middle need not be answered.
      if (status === 0) return request.framing === 'short' ? null : 'no answer';
      if (status >= 500 && !isRecorded(request, status, body)) return `status ${status}`;
      if (INSIDE.test(body) && !/openapi/.test(request.route)) return `tells of its inside: ${INSIDE.exec(body)?.[0]}`;
      if (/^x-injected:/im.test(head)) return 'a header was injected';
      if (type.includes('html') && body.includes('<zz-canary')) return 'markup of the request is markup of the page';
      const location = headers.get('location')?.[0];
      if (location !== undefined && !origins.includes(originOf(location, base))) return `leads to ${originOf(location, base)}`;
      if (type.includes('json') && body !== '' && request.method !== 'HEAD' && !isJson(body)) return 'JSON that is none';
      const told = secrets.find((secret) => body.includes(secret) || head.includes(secret));
      if (told !== undefined) return `tells a secret: ${told.slice(0, 12)}…`;
      return status < 300 ? takenFor(request, target, body) : null;
    },
  };
}

/** Something was given for what had been forged or left out. */
function takenFor(request: HostileRequest, target: Target, body: string): string | null {
  const authorization = request.headers.filter(([name]) => name === 'authorization').at(-1)?.[1];
  const forgedBearer = typeof authorization === 'object' && authorization.forged !== undefined;
  if (
    forgedBearer &&
    target.headers?.authorization !== undefined &&
    body !== '' &&
    request.method !== 'OPTIONS' &&
    !/openapi/.test(request.route) &&
    target.proofs === undefined
  )
    return 'takes a forged token';
  if (target.proofs === undefined || !body.includes('"access_token"') || authorization !== undefined) return null;
  const lost = target.proofs.find((name) => isBroken(name, target, request.form ?? []));
  return lost === undefined ? null : `gives a token without a right ${lost}`;
}

function isBroken(name: string, target: Target, form: readonly Pair[]): boolean {
  const found = form.filter((pair) => pair.name === name);
  const [kind, right] = target.parameters[name] ?? ['text'];
  if (found.length === 0) return true;
  if (found.length > 1 || found[0]?.spelling !== 'percent') return false;
  const { value } = found[0];
  if (typeof value === 'object')
    return value.forged !== undefined || (typeof kind === 'object' && kind.live !== value.live && !value.live.endsWith('-token'));
  return typeof kind === 'object' || (right !== undefined && value !== right);
}

function originOf(location: string, base: string): string {
  try {
    return new URL(location, base).origin;
  } catch {
    return `no address: ${location.slice(0, 80)}`;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Keycloak's answer where a feature of the server is off (fine-grained permissions). */
const isRecorded = ({ method }: HostileRequest, status: number, body: string) =>
  status === 501 && (method === 'HEAD' || body.includes('Feature not enabled'));
