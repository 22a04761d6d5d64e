import { type ZodType, z } from 'zod';

const anyText = z.union([z.string(), z.number(), z.boolean()]);
const anyFlag = z.union([z.boolean(), z.enum(['true', 'false'])]);
const anyNumber = z.union([z.number(), z.string().regex(/^-?\d+$/)]);
const anyTexts = z.union([z.string(), z.array(z.string())]);

/** Names are columns of 255 characters to Keycloak, and keys of an index here: longer ones are refused before anything is written. */
const LONGEST_NAME = 255;
const anyName = anyText.refine((value) => String(value).length <= LONGEST_NAME, 'is longer than 255 characters');

/** What Keycloak reads into an `Integer`. */
const LARGEST_INTEGER = 2 ** 31 - 1;
const anyInteger = anyNumber.refine((value) => Math.abs(Number(value)) <= LARGEST_INTEGER, 'is out of range');

/** Keycloak's reader takes scalars of another type for texts, numbers and flags; the representations convert them. */
export const text = anyText.optional();
export const name = anyName.optional();
export const flag = anyFlag.optional();
export const number = anyNumber.optional();
export const integer = anyInteger.optional();
export const texts = z.array(z.string()).optional();
export const textMap = z.record(z.string(), text).optional();
export const textsMap = z.record(z.string(), anyTexts).optional();
export const objects = z.array(z.record(z.string(), z.unknown())).optional();
export const object = z.record(z.string(), z.unknown()).optional();
export const anything = z.unknown().optional();

/** What documentation says of them, and what answers always hold: the one type that each is meant to have. */
export const CANONICAL: ReadonlyMap<ZodType, Readonly<Record<string, unknown>>> = new Map<ZodType, Readonly<Record<string, unknown>>>([
  [anyText, { type: 'string' }],
  [text, { type: 'string' }],
  [anyName, { type: 'string', maxLength: LONGEST_NAME }],
  [name, { type: 'string', maxLength: LONGEST_NAME }],
  [anyFlag, { type: 'boolean' }],
  [flag, { type: 'boolean' }],
  [anyNumber, { type: 'number' }],
  [number, { type: 'number' }],
  [anyInteger, { type: 'integer' }],
  [integer, { type: 'integer' }],
  [anyTexts, { type: 'array', items: { type: 'string' } }],
]);
