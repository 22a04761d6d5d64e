import { z } from 'zod';

const time = z.string().describe('ISO 8601');

export const fieldDifference = z.object({
  path: z.string().describe('For example attributes.pkce.code.challenge.method'),
  before: z.unknown().optional().describe('Absent when there was none; secrets are masked'),
  after: z.unknown().optional(),
});

export const historyRepresentation = z.object({
  entries: z.array(
    z.object({
      id: z.string().describe('The same as of the admin event'),
      time,
      operation: z.enum(['CREATE', 'UPDATE', 'DELETE', 'ACTION']),
      resourceType: z.string(),
      resourcePath: z.string(),
      by: z.object({ realmId: z.string(), clientId: z.string(), userId: z.string(), username: z.string().nullable() }),
      ipAddress: z.string().nullable(),
      things: z.array(
        z.object({
          kind: z.string(),
          id: z.string(),
          name: z.string(),
          change: z.enum(['created', 'changed', 'deleted']),
          fields: z.array(fieldDifference),
        }),
      ),
      undoes: z.string().nullable(),
      undoneBy: z.string().nullable(),
      undoable: z.boolean().describe('False when it was undone already, or made the realm itself'),
    }),
  ),
});

export const deletedRepresentation = z.object({
  deleted: z.array(
    z.object({
      kind: z.enum(['user', 'client', 'role', 'group']),
      id: z.string(),
      name: z.string(),
      deletedAt: time,
      until: time.describe('From then on it cannot be restored'),
      by: z.object({ realmId: z.string(), userId: z.string(), username: z.string().nullable() }),
    }),
  ),
});
