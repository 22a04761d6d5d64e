import fc, { type Arbitrary } from 'fast-check';
import { type ZodType, z } from 'zod';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
}

const HOSTILE_TEXTS = [
  '',
  ' ',
  "'; DROP TABLE users; --",
  '" OR 1=1',
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  ['$', '{7*7}'].join(''),
  '%00%0a',
  'a\u0000b',
  '\ud800',
  '\u202e',
  'x'.repeat(300),
  'é'.repeat(6000),
  '__proto__',
  'constructor',
  'https://169.254.169.254/',
  'javascript:alert(1)',
  'worker',
  'chief',
  'shop',
  'alice',
  'staff',
  'browser',
  'master',
];

const NUMBERS = [0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308];

/** A body that is like what the schema asks for, with something wrong here and there: types, sizes, unknown fields, ids of other things. */
export function bodyOf(schema: ZodType | null, ids: readonly string[]): Arbitrary<unknown> {
  const json = (schema === null ? {} : z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })) as JsonSchema;
  return fc.oneof({ weight: 12, arbitrary: like(json, ids) }, { weight: 1, arbitrary: hostile(ids) });
}

const hostile = (ids: readonly string[]): Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(...HOSTILE_TEXTS, ...ids),
    fc.constantFrom<unknown>(...NUMBERS, true, null),
    fc.constant([[[[]]]]),
    fc.constant({ id: ids[0], name: { name: { name: 'x' } } }),
    fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown),
  );

function like(schema: JsonSchema, ids: readonly string[]): Arbitrary<unknown> {
  const spoilt = (arbitrary: Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: hostile(ids) });
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return spoilt(fc.oneof(...schema.anyOf.map((option) => like(option, ids))));
  switch (schema.type) {
    case 'string':
      return fc.oneof(fc.constantFrom(...HOSTILE_TEXTS, ...ids), fc.string({ maxLength: 20 }));
    case 'number':
    case 'integer':
      return fc.constantFrom(...NUMBERS, 1, 60);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(spoilt(like(schema.items ?? {}, ids)), { maxLength: 4 });
    case 'object':
      return objectLike(schema, ids, spoilt);
    default:
      return hostile(ids);
  }
}

function objectLike(
  schema: JsonSchema,
  ids: readonly string[],
  spoilt: (arbitrary: Arbitrary<unknown>) => Arbitrary<unknown>,
): Arbitrary<unknown> {
  const entries = Object.entries(schema.properties ?? {}).map(([key, value]) => [key, spoilt(like(value, ids))] as const);
  const known = fc.record(Object.fromEntries(entries), { requiredKeys: [] });
  if (typeof schema.additionalProperties === 'object') {
    const value = spoilt(like(schema.additionalProperties, ids));
    return fc.dictionary(
      fc.oneof(fc.constantFrom(...HOSTILE_TEXTS.filter((text) => text !== '__proto__')), fc.string({ maxLength: 8 })),
      value,
      { maxKeys: 4 },
    );
  }
  return fc
    .tuple(known, fc.oneof({ weight: 15, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant({ nobodyKnowsThis: 1 }) }))
    .map(([object, more]) => ({ ...object, ...more }));
}
