import { z } from 'zod';

/** Keycloak's reader takes scalars of another type for texts, numbers and flags; the representations convert them. */
export const text = z.union([z.string(), z.number(), z.boolean()]).optional();
export const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).optional();
export const number = z.union([z.number(), z.string().regex(/^-?\d+$/)]).optional();
export const texts = z.array(z.string()).optional();
export const textMap = z.record(z.string(), text).optional();
export const textsMap = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional();
export const objects = z.array(z.record(z.string(), z.unknown())).optional();
export const object = z.record(z.string(), z.unknown()).optional();
export const anything = z.unknown().optional();
