import { z } from 'zod';

const login = {
  id: z.string().describe('Of the login event'),
  time: z.string().describe('ISO 8601'),
  type: z.string(),
  error: z.string().nullable(),
  clientId: z.string().nullable(),
  userId: z.string().nullable(),
  username: z.string().nullable(),
  sessionId: z.string().nullable(),
  ipAddress: z.string().nullable(),
  flow: z.string(),
  transient: z.boolean(),
};

export const traceStepRepresentation = z.object({
  request: z.number().describe('Which request of the login, from 1'),
  kind: z.enum(['step', 'condition', 'sub-flow', 'required-action']),
  executionId: z.string(),
  name: z.string(),
  requirement: z.enum(['REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED']).nullable(),
  level: z.number(),
  decision: z.enum(['success', 'attempted', 'challenge', 'mailed', 'set-up', 'failed', 'denied', 'skipped', 'true', 'false']),
  why: z.string(),
  ms: z.number().describe('Waiting for stores, databases and hashes'),
});

export const loginListRepresentation = z.object({
  transient: z.object({ logins: z.number(), writesSaved: z.number() }).describe('Of all logins whose events are kept'),
  logins: z.array(z.object(login)),
});

export const loginRepresentation = z.object({
  ...login,
  steps: z.array(traceStepRepresentation),
  receipt: z
    .object({
      transient: z.boolean(),
      writesSaved: z.number(),
      records: z.array(
        z.object({
          type: z.string(),
          id: z.string(),
          store: z.string().describe('Tag'),
          promise: z.record(z.string(), z.string()).nullable(),
          expiresAt: z.string(),
        }),
      ),
    })
    .nullable()
    .describe('Null: nobody was let in'),
});

export const verifiedReceiptRepresentation = z.object({
  sid: z.string(),
  holds: z.boolean(),
  findings: z.array(z.object({ record: z.string(), ok: z.boolean(), why: z.string() })),
});
