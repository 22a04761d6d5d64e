import { z } from 'zod';

const time = z.string().describe('ISO 8601');
const mailState = z.enum(['queued', 'sending', 'retrying', 'sent', 'failed', 'expired']);

export const linkListRepresentation = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      userId: z.string(),
      username: z.string(),
      kind: z.string(),
      actions: z.array(z.string()),
      done: z.array(z.string()),
      email: z.string(),
      clientId: z.string(),
      locale: z.string().nullable(),
      replacedBy: z.string().nullable(),
      state: z
        .enum(['queued', 'sending', 'retrying', 'failed', 'sent', 'issued', 'opened', 'used', 'expired', 'replaced', 'revoked'])
        .describe('How far it got; issued: given to an administrator instead of mailed'),
      createdAt: time,
      expiresAt: time,
      openedAt: time.nullable().describe('When a person first went on from its first page; looking leaves no trace'),
      usedAt: time.nullable(),
      mail: z
        .object({
          id: z.string(),
          state: mailState,
          attempts: z.number(),
          lastWords: z.string().nullable().describe('Of the mail server'),
          dueAt: time,
          sentAt: time.nullable(),
        })
        .nullable(),
    }),
  ),
});

export const handedLinkRepresentation = z.object({ id: z.string(), url: z.string(), expiresAt: time });

export const newLink = [
  'NewLinkRepresentation',
  z.object({
    actions: z.array(z.string()),
    clientId: z.string().optional(),
    redirectUri: z.string().optional(),
    lifespan: z.number().int().min(1).optional().describe('Seconds'),
  }),
] as const;

export const mailListRepresentation = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      to: z.string(),
      template: z.string(),
      locale: z.string().nullable(),
      userId: z.string().nullable(),
      linkId: z.string().nullable(),
      state: mailState,
      attempts: z.number(),
      createdAt: time,
      dueAt: time,
      expiresAt: time,
      sentAt: time.nullable(),
      lastWords: z.string().nullable().describe('Of the mail server, or why there was none'),
    }),
  ),
});

export const templateListRepresentation = z.array(z.object({ name: z.string(), hasLink: z.boolean() }));

export const previewRepresentation = z.object({ locale: z.string(), subject: z.string(), text: z.string(), html: z.string() });
