import { z } from 'zod';

const time = z.string().describe('ISO 8601');
const kept = z
  .enum(['kept', 'lost', 'depends', 'none', 'unknown'])
  .describe("What becomes of an acknowledged write; depends: see the store's README; none: there is no such thing with this store");

export const serverRepresentation = z.object({
  version: z.string(),
  startedAt: time.describe('Of the process that answers'),
  database: z.object({ kind: z.enum(['sqlite', 'postgres', 'mysql']) }),
  stores: z.array(
    z.object({
      tag: z.string(),
      kind: z.enum(['sql', 'memory', 'redis', 'module']),
      primary: z.boolean().describe('Takes new records'),
      promise: z.object({ processKill: kept, machineLoss: kept, partition: kept, failOver: kept, betweenNodes: kept }),
      counts: z
        .object({ sessions: z.number(), offlineSessions: z.number(), logins: z.number(), codes: z.number() })
        .nullable()
        .describe('Of all realms, at most five seconds old; null when the store does not answer'),
      healthy: z.boolean(),
    }),
  ),
  nodes: z.array(
    z.object({
      id: z.string(),
      host: z.string(),
      pid: z.number(),
      workers: z.number(),
      version: z.string(),
      startedAt: time,
      lastSeenAt: time,
      alive: z.boolean(),
    }),
  ),
  drain: z
    .object({
      from: z.string().describe('Tags of the stores that are emptied, with a blank between them'),
      to: z.string().describe('Tag of the store that takes their records'),
      state: z.enum(['asking', 'moving', 'finished']),
      moved: z.number(),
      remaining: z.number().nullable().describe('About; null while it is not known'),
      startedAt: time,
      finishedAt: time.nullable(),
    })
    .nullable(),
});

export const sessionListRepresentation = z.object({
  total: z.number().describe('Sessions that match; when complete is false at least so many are known, or expired ones may be among them'),
  complete: z.boolean().describe('False when there are more sessions than one call looks at: search for a person or a client then'),
  sessions: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      username: z.string(),
      clients: z.array(z.object({ id: z.string(), clientId: z.string() })),
      ipAddress: z.string(),
      startedAt: time,
      lastAccessAt: time,
      method: z.string().describe('How the person proved who they are: authentication methods (RFC 8176) with a blank between them'),
      store: z.object({ tag: z.string(), kind: z.string() }),
      offline: z.boolean(),
      rememberMe: z.boolean(),
    }),
  ),
});
