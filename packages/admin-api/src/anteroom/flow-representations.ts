import type { FlowDraft } from '@anteroom/core';
import { z } from 'zod';
import { traceStepRepresentation } from './login-representations.ts';

const name = z.string().min(1).max(255);

const executionDraft = z.strictObject({
  id: z.string().optional(),
  provider: z.string().min(1).nullable().default(null).describe('Id of the provider; null or absent: a sub-flow'),
  requirement: z.enum(['REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED']),
  config: z
    .strictObject({ alias: name.optional(), config: z.record(z.string(), z.string()) })
    .nullable()
    .optional(),
  get flow(): z.ZodOptional<z.ZodNullable<z.ZodType<FlowDraft>>> {
    return flowDraft.nullable().optional();
  },
});

/** A flow as one tree: executions in their order, sub-flows inside. */
export const flowDraft: z.ZodType<FlowDraft> = z.strictObject({
  id: z.string().optional(),
  alias: name,
  description: z.string().nullable().optional(),
  executions: z.array(executionDraft).max(100),
}) as z.ZodType<FlowDraft>;

/** What a client may send back as it got it. */
export const sentFlow = z.looseObject({ alias: name, executions: z.array(z.unknown()) });

export const problemsRepresentation = z.array(
  z.object({
    code: z.enum([
      'alternative-ignored',
      'conditional-without-condition',
      'condition-ignored',
      'conditional-step',
      'empty-sub-flow',
      'unreachable',
    ]),
    path: z.array(z.string()),
    executionId: z.string(),
    message: z.string(),
  }),
);

export const simulationRequest = z.strictObject({
  flow: z.string().optional().describe('Id or alias of a stored flow; absent and without a draft: the one that is bound'),
  draft: z.unknown().optional().describe('A flow that is not stored'),
  binding: z.enum(['browser', 'direct_grant']).default('browser'),
  client: z.string().describe('clientId'),
  user: z.string().describe('User name or address, as it would be typed'),
  password: z.enum(['right', 'wrong']).default('right'),
  otp: z.enum(['right', 'wrong']).default('right'),
  session: z.boolean().default(false).describe('The browser has a single sign-on session of this user'),
  prompt: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default([]),
  acrValues: z.array(z.string()).default([]),
});

export const simulationRepresentation = z.object({
  outcome: z.enum(['complete', 'refused', 'page', 'mailed']),
  refusal: z.string().nullable(),
  page: z.object({ executionId: z.string(), kind: z.string(), requiredAction: z.boolean() }).nullable(),
  acr: z.string().nullable(),
  amr: z.array(z.string()),
  transient: z.boolean(),
  persistence: z.enum(['durable', 'fast']).nullable(),
  flow: z.string(),
  steps: z.array(traceStepRepresentation),
});
