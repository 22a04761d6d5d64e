import { z } from 'zod';

const time = z.string().describe('ISO 8601');

export const webhookRepresentation = z.object({
  id: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  events: z.array(z.string()).describe('access.LOGIN, admin.USER-CREATE, access.*, admin.*; none: all'),
  createdAt: time,
  state: z.object({
    waiting: z.number(),
    dead: z.number().describe('Given up after a day; a retry or a replay delivers them again'),
    lastDeliveredAt: time.nullable(),
    lastError: z.string().nullable(),
  }),
});

export const madeWebhookRepresentation = z.object({ id: z.string(), secret: z.string().describe('Shown this once') });

export const deliveriesRepresentation = z.object({
  deliveries: z.array(
    z.object({
      id: z.number(),
      eventId: z.string(),
      type: z.string(),
      state: z.enum(['waiting', 'delivered', 'dead']),
      attempts: z.number(),
      createdAt: time,
      dueAt: time,
      deliveredAt: time.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
});

export const webhookRequest = z.strictObject({
  url: z.string().optional(),
  events: z.array(z.string().max(160)).max(200).optional(),
  enabled: z.boolean().optional(),
  secret: z.string().min(16).max(200).optional(),
});

export const replayRequest = z.strictObject({ from: z.union([z.string(), z.number()]) });
