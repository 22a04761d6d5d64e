import { createHmac } from 'node:crypto';

/**
 * Headers of a delivery as Standard Webhooks has them: whoever knows the secret can tell that the body is ours, whole and new. `webhook-id`
 * is the event's id, the same at every attempt, so that a receiver can tell what it has already.
 */
export function signDelivery(
  secret: string,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
