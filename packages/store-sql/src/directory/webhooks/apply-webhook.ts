import { AnteroomError, type Change, type EventMessage, wantsEvent } from '@anteroom/core';
import { placeOf } from '../sealed-parts.ts';
import type { Unit } from '../unit.ts';
import { putRow } from '../write-row.ts';

const KINDS = ['put-webhook', 'delete-webhook', 'replay-webhook', 'retry-delivery'] as const;

type WebhookChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isWebhookChange(change: Change): change is WebhookChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyWebhook(unit: Unit, change: WebhookChange): Promise<void> {
  const { trx, realmId: realm_id, secretBox } = unit;
  switch (change.kind) {
    case 'put-webhook': {
      const { id, enabled, secret, ...open } = change.webhook;
      return putRow(
        unit,
        'webhook',
        { realm_id, id },
        { enabled: enabled ? 1 : 0, document: JSON.stringify(open), sealed: secretBox.seal(secret, placeOf(realm_id, 'webhook', id)) },
      );
    }
    case 'delete-webhook':
      await trx('webhook').where({ realm_id, id: change.id }).delete();
      return;
    case 'replay-webhook':
      await trx('webhook_delivery')
        .where({ realm_id, webhook_id: change.id })
        .whereNot({ state: 'waiting' })
        .where('created_at', '>=', change.from.getTime())
        .update({ state: 'waiting', attempts: 0, due_at: change.at.getTime(), delivered_at: null, last_error: null });
      return;
    case 'retry-delivery': {
      const found = await trx('webhook_delivery')
        .where({ realm_id, webhook_id: change.webhookId, seq: change.id })
        .update({ state: 'waiting', attempts: 0, due_at: change.at.getTime(), delivered_at: null });
      if (found === 0) throw new AnteroomError('not_found', `there is no delivery ${change.id}`);
      return;
    }
  }
}

/** Puts an event in line for every destination that wants it, in the transaction that the event is part of. */
export async function announceEvent({ trx, realmId: realm_id, clock }: Unit, message: EventMessage): Promise<void> {
  const hooks: { id: string; document: string }[] = await trx('webhook').select('id', 'document').where({ realm_id, enabled: 1 });
  const now = clock.now().getTime();
  for (const hook of hooks) {
    if (!wantsEvent(JSON.parse(hook.document).events, message.type)) continue;
    await trx('webhook_delivery').insert({
      ...{
        realm_id,
        webhook_id: hook.id,
        event_id: message.eventId,
        type: message.type.slice(0, 160),
        subject: message.subject.slice(0, 255),
      },
      ...{ body: message.body, state: 'waiting', attempts: 0, created_at: now, due_at: now, delivered_at: null, last_error: null },
    });
  }
}
