import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Answer } from '../http-client.ts';
import { comparePage } from './compare-page.ts';
import { compareValue, pattern } from './compare-value.ts';
import type { RecordedAnswer } from './recording.ts';

/** Everything that differs between a recorded answer and a given one, in words; empty when they mean the same. */
export function compareAnswer(expected: RecordedAnswer, actual: Answer, fill: (text: string) => string): readonly string[] {
  const out: string[] = [];
  if (actual.status !== expected.status)
    out.push(`status: expected ${expected.status}, got ${actual.status} ${actual.text.slice(0, 140).replace(/\s+/g, ' ')}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) compareHeader(name, value, expected, actual, fill, out);
  if (expected.locationParams !== undefined) {
    const location = new URL(actual.headers.get('location') ?? 'http://none.invalid', 'http://none.invalid');
    const part = expected.locationFragment === true ? location.hash.slice(1) : location.search.slice(1);
    compareValue(expected.locationParams, Object.fromEntries(new URLSearchParams(part)), 'location', fill, out);
  }
  if (expected.body !== undefined) compareBody(expected, actual, fill, out);
  for (const [name, token] of Object.entries(expected.tokens ?? {})) {
    compareValue(token, decoded((actual.json as Record<string, unknown> | undefined)?.[name]), name, fill, out);
  }
  if (expected.html !== undefined) comparePage(expected.html, actual.text, fill, out);
  return out;
}

function compareBody(expected: RecordedAnswer, actual: Answer, fill: (text: string) => string, out: string[]): void {
  if (expected.body === null) {
    if (actual.text !== '') out.push(`body: expected none, got ${actual.text.slice(0, 120)}`);
    return;
  }
  // A recorded projection is a plain arrow function of the fixture, applied to the answer's JSON.
  const project =
    expected.project === undefined
      ? (value: unknown) => value
      : (new Function(`return (${expected.project})`)() as (value: unknown) => unknown);
  // What a projection leaves undefined is not in the recorded JSON either.
  const shown: unknown = actual.json === undefined ? actual.text : JSON.parse(JSON.stringify(project(actual.json)));
  compareValue(expected.body, shown, 'body', fill, out);
}

function compareHeader(
  name: string,
  value: string | readonly string[],
  expected: RecordedAnswer,
  actual: Answer,
  fill: (text: string) => string,
  out: string[],
): void {
  if (name === 'set-cookie') return compareCookies(typeof value === 'string' ? [value] : value, actual.headers.getSetCookie(), out);
  const got = actual.headers.get(name);
  const wanted = fill(String(value));
  if (name === 'location') return compareLocation(wanted, got, expected, out);
  if (got === null) {
    out.push(`header ${name} is missing`);
    return;
  }
  const isSet = name.startsWith('access-control-') || name === 'cache-control' || name === 'vary' || name === 'allow';
  const same = isSet ? parts(got) === parts(wanted) : pattern(squeeze(wanted)).test(squeeze(got));
  if (!same) out.push(`header ${name}: expected ${wanted}, got ${got}`);
}

function compareLocation(wanted: string, got: string | null, expected: RecordedAnswer, out: string[]): void {
  if (got === null) {
    out.push(`header location is missing, expected ${wanted}`);
    return;
  }
  if (expected.locationParams === undefined) {
    if (!pattern(wanted).test(got)) out.push(`location: expected ${wanted}, got ${got}`);
    return;
  }
  const place = (text: string) => text.replace(/[?#].*$/, '');
  if (!pattern(place(wanted)).test(place(got))) out.push(`location: expected ${place(wanted)}, got ${place(got)}`);
}

/** Names and attributes; `Version=1` (RFC 2109, obsolete since RFC 6265) is not sent by us and not asked for. */
function compareCookies(expected: readonly string[], actual: readonly string[], out: string[]): void {
  const facts = (cookie: string) => {
    const [pair = '', ...attributes] = cookie.split(/;\s*/);
    const gone = /^[^=]*=$/.test(pair);
    const kept = attributes
      .map((attribute) => attribute.toLowerCase())
      .filter((attribute) => attribute !== 'version=1' && !attribute.startsWith('expires='))
      .map((attribute) => attribute.replace(/^max-age=(<int>|[1-9]\d*)$/, 'max-age'));
    return `${pair.split('=')[0]}${gone ? ' removed' : ''} ${
      gone
        ? kept
            .filter((attribute) => /^(path|max-age)/.test(attribute))
            .sort()
            .join(' ')
        : kept.sort().join(' ')
    }`;
  };
  const wanted = expected.map(facts).sort();
  const got = actual.map(facts).sort();
  if (wanted.join('\n') !== got.join('\n')) out.push(`cookies: expected [${wanted.join(' | ')}], got [${got.join(' | ')}]`);
}

function decoded(token: unknown): unknown {
  if (typeof token !== 'string') return undefined;
  return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
}

const squeeze = (text: string) => text.toLowerCase().replace(/\s+/g, '');
const parts = (text: string) =>
  text
    .toLowerCase()
    .split(/\s*,\s*/)
    .sort()
    .join(',');
