import { type ZodType, z } from 'zod';

/** What a call answers that does what was asked: status → body. Null is no body. Refusals are the same for all routes. */
export type Answers = Readonly<Partial<Record<200 | 201 | 202 | 204, ZodType | null>>>;

export const gives = (schema: ZodType): Answers => ({ 200: schema });
export const givesList = (schema: ZodType): Answers => ({ 200: z.array(schema) });
/** 201 with `Location`. */
export const creates: Answers = { 201: null };
export const createsAndGives = (schema: ZodType): Answers => ({ 201: schema });
/** 204 */
export const does: Answers = { 204: null };

/** Every refusal of this API, in whichever of Keycloak's shapes. */
export const refusal = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  errorMessage: z.string().optional(),
  field: z.string().optional(),
  params: z.array(z.unknown()).optional(),
  errors: z.array(z.record(z.string(), z.unknown())).optional(),
});
