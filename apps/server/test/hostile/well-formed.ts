import type { HostileRequest, Pair, Value } from './request.ts';
import type { Kind, Target } from './surface.ts';
import { HOSTILE_TEXTS, ODD_JSON } from './values.ts';

export const CALLBACK = 'http://localhost:9999/cb';

/** A request that is as it ought to be, but for its body of JSON: that is like its schema, with something odd here and there. */
export function wellFormedRequest(target: Target, method: number, ids: readonly string[], numbers: Iterator<number>): HostileRequest {
  const pairs = Object.entries(target.parameters).map(
    ([name, [kind, right]]): Pair => ({ name, value: textOf(kind, right), spelling: 'percent' }),
  );
  const chosen = target.methods[method % target.methods.length] as string;
  const inBody = target.place === 'form' || (target.place === 'either' && chosen === 'POST');
  const json =
    target.schema !== undefined && ['POST', 'PUT'].includes(chosen)
      ? createLikeness(target.schemas ?? {}, ids, numbers)(target.schema as Schema, 0)
      : undefined;
  const form = inBody && json === undefined && chosen !== 'GET' && chosen !== 'DELETE' ? pairs : null;
  return {
    route: target.route,
    method: chosen,
    path: target.path.split('/').map((part) => {
      const name = /^[:*](\w+)$/.exec(part)?.[1];
      return name === undefined ? { value: part, raw: true } : { value: target.places?.[name] ?? 'x', raw: false };
    }),
    query: form === null && target.schema === undefined ? pairs : [],
    form,
    json,
    headers: Object.entries(target.headers ?? {}).map(([name, value]): readonly [string, Value] => [name, value]),
    contentType: form !== null ? 'application/x-www-form-urlencoded' : json === undefined ? null : 'application/json',
    framing: 'length',
    times: 1,
    spoilt: [],
  };
}

function textOf(kind: Kind, right: string | undefined): Value {
  if (typeof kind === 'object') return kind;
  if (kind === 'password') return { live: 'password' };
  return right ?? (kind === 'redirect' ? CALLBACK : 'x');
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
}

/** Beyond this nothing is nested further: a realm has everything in it. */
const DEEPEST = 4;

/** Bodies that are like a schema, with something odd here and there. */
function createLikeness(schemas: Readonly<Record<string, object>>, ids: readonly string[], numbers: Iterator<number>) {
  const next = () => numbers.next().value as number;
  const one = <T>(list: readonly T[]): T => list[next() % list.length] as T;
  const texts = Object.values(HOSTILE_TEXTS);
  const words = ['x', 'true', 'browser', 'oidc-sub-mapper', 'RS256', 'worker', 'alice', 'shop', ...ids.map((live) => `live:${live}`)];

  function like(schema: Schema, depth: number): unknown {
    if (next() % 12 === 0) return one(ODD_JSON);
    if (schema.$ref !== undefined) return like((schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) as Schema, depth);
    if (schema.enum !== undefined) return one(schema.enum);
    if (schema.anyOf !== undefined) return like(one(schema.anyOf), depth);
    switch (schema.type) {
      case 'string':
        return next() % 3 === 0 ? one(texts) : one(words);
      case 'number':
      case 'integer':
        return one([0, 1, 60, -1, 1.5, 2 ** 31, 2 ** 53, 1e308]);
      case 'boolean':
        return next() % 2 === 0;
      case 'array':
        return depth >= DEEPEST ? [] : Array.from({ length: next() % 3 }, () => like(schema.items ?? {}, depth + 1));
      case 'object':
        return objectLike(schema, depth);
      default:
        return one(ODD_JSON);
    }
  }

  function objectLike({ properties = {}, additionalProperties: more }: Schema, depth: number): unknown {
    if (depth >= DEEPEST) return {};
    const names = Object.keys(properties).filter(() => next() % 3 === 0);
    const known = Object.fromEntries(names.map((name) => [name, like(properties[name] ?? {}, depth + 1)]));
    if (typeof more !== 'object') return known;
    return { ...known, ...Object.fromEntries(Array.from({ length: next() % 3 }, () => [one(texts), like(more, depth + 1)])) };
  }

  return like;
}
