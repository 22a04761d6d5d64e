import fc, { type Arbitrary } from 'fast-check';
import { FORGERY_NAMES } from './forge.ts';
import type { HostileRequest, Pair, Value } from './request.ts';
import type { Target } from './surface.ts';
import { CONTENT_TYPES, HOSTILE_TEXTS, METHODS, ODD_BODIES, ODD_HEADERS, ODD_JSON, PATH_TRICKS } from './values.ts';
import { wellFormedRequest } from './well-formed.ts';

/** One thing that is done to a request; `pick` chooses where. */
type Spoil = (request: HostileRequest, pick: number) => HostileRequest;

const named = (request: HostileRequest, words: string, change: Partial<HostileRequest>): HostileRequest => ({
  ...request,
  ...change,
  spoilt: [...request.spoilt, words],
});

/** Changes one parameter, of the query or of the form. */
function changePair(words: string, change: (pair: Pair) => readonly Pair[]): Spoil {
  return (request, pick) => {
    const [query, form] = [request.query, request.form ?? []];
    const count = query.length + form.length;
    if (count === 0) return request;
    const at = pick % count;
    const apply = (pairs: readonly Pair[], index: number) => pairs.flatMap((pair, place) => (place === index ? change(pair) : [pair]));
    const pair = at < query.length ? query[at] : form[at - query.length];
    const said = `${pair?.name ?? ''} ${words}`;
    return at < query.length
      ? named(request, said, { query: apply(query, at) })
      : named(request, said, { form: apply(form, at - query.length) });
  };
}

const plain = (name: string, value: Value): Pair => ({ name, value, spelling: 'percent' });

const PAIRS: readonly Spoil[] = [
  changePair('missing', () => []),
  changePair('doubled', (pair) => [pair, pair]),
  changePair('doubled with another', (pair) => [pair, plain(pair.name, 'another')]),
  changePair('as a list', (pair) => [{ ...pair, name: `${pair.name}[]` }]),
  changePair('nested', (pair) => [{ ...pair, name: `${pair.name}[a][b]` }]),
  changePair('beside __proto__', (pair) => [pair, plain('__proto__[polluted]', '1'), plain('__proto__', '1'), plain('constructor', '1')]),
  changePair('in upper case', (pair) => [{ ...pair, name: pair.name.toUpperCase() }]),
  changePair('with a blank in its name', (pair) => [{ ...pair, name: ` ${pair.name}\u0000` }]),
  ...(['raw', 'latin1', 'overlong', 'half', 'twice', 'utf16'] as const).map((spelling) =>
    changePair(`spelt ${spelling}`, (pair) => [{ ...pair, spelling }]),
  ),
  changePair('among very many', (pair) => [...Array.from({ length: 1500 }, (_, at) => plain(`x${at}`, 'x')), pair]),
];

/** A value that is another; in a form it may be far larger than an address may be. */
const anotherValue = (words: string, value: Value): Spoil => changePair(words, (pair) => [{ ...pair, value }]);

const HUGE: Spoil = (request, pick) =>
  request.form === null
    ? anotherValue('huge', 'x'.repeat(14_000))(request, pick)
    : named(request, 'huge form', {
        form: [...request.form, plain(pick % 2 === 0 ? 'huge' : (request.form[0]?.name ?? 'a'), 'x'.repeat(60_000 + (pick % 9000)))],
      });

function forgeLive(forgery: string): Spoil {
  const forged = (value: Value): Value => (typeof value === 'string' ? value : { ...value, forged: forgery });
  return (request, pick) => {
    const places = [...request.query, ...(request.form ?? [])].filter(({ value }) => typeof value !== 'string').length;
    const headers = request.headers.filter(([, value]) => typeof value !== 'string').length;
    if (places + headers === 0) return request;
    let left = pick % (places + headers);
    const each = (value: Value): Value => (typeof value !== 'string' && left-- === 0 ? forged(value) : value);
    const pairs = (all: readonly Pair[]) => all.map((pair) => ({ ...pair, value: each(pair.value) }));
    return named(request, forgery, {
      query: pairs(request.query),
      form: request.form === null ? null : pairs(request.form),
      headers: request.headers.map(([name, value]) => [name, each(value)] as const),
    });
  };
}

const changePart =
  (words: string, value: Value): Spoil =>
  (request, pick) => {
    const places = request.path.flatMap(({ raw }, at) => (raw ? [] : [at]));
    const at = places[pick % Math.max(places.length, 1)];
    if (at === undefined) return request;
    return named(request, `part ${at} of the path: ${words}`, {
      path: request.path.map((part, place) => (place === at ? { value, raw: false } : part)),
    });
  };

/** Somewhere in a body of JSON. */
const changeJson =
  (value: unknown): Spoil =>
  (request, pick) => {
    const { json } = request;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return request;
    const names = Object.keys(json);
    const name = names[pick % Math.max(names.length, 1)];
    if (name === undefined) return request;
    return named(request, `${name} another`, { json: { ...json, [name]: value } });
  };

const header =
  (pair: readonly [string, Value]): Spoil =>
  (request) =>
    named(request, `header ${pair[0]}`, { headers: [...request.headers.filter(([name]) => name !== pair[0]), pair] });

const anotherPath =
  (words: string, change: (path: string) => string): Spoil =>
  (request) =>
    named(request, words, {
      path: [{ raw: true, value: change(request.path.map(({ value }) => (typeof value === 'string' ? value : 'x')).join('/')) }],
    });

/** What is logged as a name is none of the secrets. */
const NAMES = ['client_id', 'username', 'login_hint'];

/** Everything that can be done, in groups that are chosen with the same chance each. */
function spoils(livings: readonly string[], ids: readonly string[]): readonly (readonly Spoil[])[] {
  const swaps = livings.map((live) =>
    changePair(`is ${live}`, (pair) => [NAMES.includes(pair.name) ? pair : { ...pair, value: { live } }]),
  );
  return [
    PAIRS,
    Object.entries(HOSTILE_TEXTS).map(([words, text]) => anotherValue(words, text)),
    [HUGE],
    FORGERY_NAMES.map(forgeLive),
    swaps,
    [
      ...Object.entries(HOSTILE_TEXTS).map(([words, text]) => changePart(words, text)),
      ...ids.map((live) => changePart(`is ${live}`, { live })),
    ],
    Object.entries(PATH_TRICKS).map(([words, change]) => anotherPath(words, change)),
    METHODS.map(
      (method): Spoil =>
        (request) =>
          named(request, `method ${method}`, { method }),
    ),
    CONTENT_TYPES.map(
      (type): Spoil =>
        (request) =>
          named(request, `type ${type.slice(0, 50)}`, { contentType: type }),
    ),
    [
      ...ODD_HEADERS.map(header),
      ...livings
        .filter((live) => /bearer|cookies/.test(live))
        .map((live) => header([live.includes('cookies') ? 'cookie' : 'authorization', { live }])),
    ],
    (['chunked', 'both', 'short', 'long', 'none'] as const).map(
      (framing): Spoil =>
        (request) =>
          named(request, framing, { framing }),
    ),
    ODD_BODIES.map(
      (json): Spoil =>
        (request) =>
          named(request, 'body', {
            form: null,
            json,
            contentType: request.contentType ?? 'application/json',
            method: request.method === 'GET' ? 'POST' : request.method,
          }),
    ),
    ODD_JSON.map(changeJson),
    [(request) => named(request, 'twice', { times: 2 })],
  ];
}

/** Requests at the given places, each with one to three things done to it. */
export function hostileRequests(targets: readonly Target[], livings: readonly string[], ids: readonly string[]): Arbitrary<HostileRequest> {
  const groups = spoils(livings, ids);
  const spoil = fc.tuple(fc.constantFrom(...groups), fc.nat(), fc.nat()).map(
    ([group, which, pick]): ((request: HostileRequest) => HostileRequest) =>
      (request) =>
        (group[which % group.length] as Spoil)(request, pick),
  );
  return fc
    .tuple(fc.constantFrom(...targets), fc.nat(), fc.array(spoil, { minLength: 1, maxLength: 3 }), fc.infiniteStream(fc.nat()))
    .map(([target, method, all, numbers]) => all.reduce((request, one) => one(request), wellFormedRequest(target, method, ids, numbers)));
}
