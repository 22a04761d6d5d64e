import { z } from 'zod';
import type { CustomActionAnswer, CustomAnswer } from './flow-module.ts';
import type { FormPage } from './view.ts';

const name = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/);

export const formPageSchema: z.ZodType<FormPage> = z.object({
  title: z.string(),
  text: z.string().optional(),
  error: z.string().optional(),
  fields: z
    .array(
      z.object({
        name,
        label: z.string(),
        type: z.enum(['text', 'password', 'checkbox']).optional(),
        value: z.string().optional(),
        error: z.string().optional(),
      }),
    )
    .max(50),
}) as z.ZodType<FormPage>;

const texts = z.record(z.string(), z.string());
const effects = {
  why: z.string().max(500).optional(),
  notes: z.record(z.string(), z.string().nullable()).optional(),
  clientNotes: texts.optional(),
  userNotes: texts.optional(),
};

/** What a step of somebody else's answered, looked at before it counts. */
export const customAnswerSchema: z.ZodType<CustomAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('success'), ...effects }),
  z.object({ kind: z.literal('attempted'), ...effects }),
  z.object({ kind: z.literal('challenge'), page: formPageSchema, ...effects }),
  z.object({
    kind: z.literal('failed'),
    message: z.string(),
    refusal: z.enum(['access_denied', 'invalid_user_credentials']).optional(),
    ...effects,
  }),
]) as z.ZodType<CustomAnswer>;

export const customActionAnswerSchema: z.ZodType<CustomActionAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('challenge'), page: formPageSchema }),
  z.object({ kind: z.literal('done'), attributes: z.record(z.string(), z.array(z.string())).optional() }),
]) as z.ZodType<CustomActionAnswer>;
