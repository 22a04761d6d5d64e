import type { Clock, Directory, Log, Webhook, WebhookDelivery } from '@anteroom/core';
import type { OutgoingRequests } from '@anteroom/oidc';
import { signDelivery } from './sign-delivery.ts';

/** Deliveries of one look; each of another subject or to another destination. */
const AT_ONCE = 32;
/** A second, doubled at each attempt up to an hour. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** About a day; after that the event is put aside and what comes after it goes on. */
const ATTEMPTS = 32;
/** After so many looks the beat ends, so that a node that stops need not wait for a long line. */
const LOOKS = 200;

/**
 * Delivers what is due, in order for each user. An event counts as delivered when the destination answered with 2xx; a process that dies in
 * between delivers it again, so each arrives at least once. Resolves with the number of attempts.
 */
export function createWebhookDelivery({
  webhooks,
  outgoing,
  clock,
  log,
  mayGoOn,
}: {
  readonly webhooks: Pick<Directory['webhooks'], 'due' | 'settle'>;
  readonly outgoing: OutgoingRequests;
  readonly clock: Clock;
  readonly log: Log;
  /** False when another node delivers. */
  readonly mayGoOn: () => boolean;
}): () => Promise<number> {
  async function deliver(realmId: string, webhook: Webhook, delivery: WebhookDelivery): Promise<void> {
    const error = await attempt(webhook, delivery);
    const at = clock.now();
    if (error === null) return webhooks.settle(delivery.id, { state: 'delivered', at });
    const attempts = delivery.attempts + 1;
    const fields = { realm: realmId, webhook: webhook.id, event: delivery.eventId, type: delivery.type, attempts, reason: error };
    if (attempts >= ATTEMPTS) {
      log.warn('webhook.given_up', fields);
      return webhooks.settle(delivery.id, { state: 'dead', at, error });
    }
    log.info('webhook.not_delivered', fields);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** delivery.attempts);
    return webhooks.settle(delivery.id, { state: 'waiting', at, dueAt: new Date(at.getTime() + pause), error });
  }

  async function attempt(webhook: Webhook, { eventId, body }: WebhookDelivery): Promise<string | null> {
    try {
      const { status } = await outgoing.send(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signDelivery(webhook.secret, { id: eventId, body, at: clock.now() }) },
        body,
      });
      return status >= 200 && status < 300 ? null : `HTTP ${status}`;
    } catch (error) {
      return (error as Error).message;
    }
  }

  return async () => {
    let sent = 0;
    for (let look = 0; look < LOOKS && mayGoOn(); look += 1) {
      const due = await webhooks.due({ now: clock.now(), limit: AT_ONCE });
      if (due.length === 0) break;
      await Promise.all(due.map(({ realmId, webhook, delivery }) => deliver(realmId, webhook, delivery)));
      sent += due.length;
    }
    return sent;
  };
}
