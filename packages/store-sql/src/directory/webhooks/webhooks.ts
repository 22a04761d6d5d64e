import type { DeliveryState, Webhook, WebhookDelivery, WebhookStore } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Connection } from '../../connection.ts';
import type { SecretBox } from '../../secret-box.ts';
import { writeTransaction } from '../../write-transaction.ts';
import { paged, toDate } from '../queries.ts';
import { placeOf } from '../sealed-parts.ts';

interface WebhookRow {
  readonly realm_id: string;
  readonly id: string;
  readonly enabled: number;
  readonly document: string;
  readonly sealed: string;
}

interface DeliveryRow {
  readonly seq: number | string;
  readonly realm_id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly created_at: number | string;
  readonly due_at: number | string;
  readonly delivered_at: number | string | null;
  readonly last_error: string | null;
}

const SWEPT = 500;

export function createSqlWebhooks({
  connection,
  secretBox,
}: {
  readonly connection: Connection;
  readonly secretBox: SecretBox;
}): WebhookStore {
  const { db } = connection;

  const toWebhook = (row: WebhookRow): Webhook => {
    const { createdAt, ...open } = JSON.parse(row.document);
    const secret = secretBox.open(row.sealed, placeOf(row.realm_id, 'webhook', row.id));
    return { ...open, id: row.id, enabled: Number(row.enabled) === 1, secret, createdAt: new Date(createdAt) };
  };
  const ofWebhook = (realmId: string, id: string) => db('webhook_delivery').where({ realm_id: realmId, webhook_id: id });

  async function getWebhook(realmId: string, id: string): Promise<Webhook | null> {
    const row: WebhookRow | undefined = await db('webhook').first('*').where({ realm_id: realmId, id });
    return row === undefined ? null : toWebhook(row);
  }

  async function lastOf(select: Knex.QueryBuilder): Promise<DeliveryRow | undefined> {
    return select.orderBy('seq', 'desc').first('*');
  }

  return {
    async list(realmId) {
      const rows: WebhookRow[] = await db('webhook').select('*').where({ realm_id: realmId });
      return rows.map(toWebhook).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    },
    get: getWebhook,
    async standing(realmId, id) {
      const counts: { state: DeliveryState; total: number | string }[] = await ofWebhook(realmId, id)
        .select('state')
        .count({ total: '*' })
        .groupBy('state');
      const count = (state: DeliveryState) => Number(counts.find((row) => row.state === state)?.total ?? 0);
      const delivered = await lastOf(ofWebhook(realmId, id).where({ state: 'delivered' }));
      const failed = await lastOf(ofWebhook(realmId, id).whereIn('state', ['waiting', 'dead']).whereNotNull('last_error'));
      return {
        waiting: count('waiting'),
        dead: count('dead'),
        lastDeliveredAt: toDate(delivered?.delivered_at ?? null),
        lastError: failed?.last_error ?? null,
      };
    },
    async deliveries(realmId, id, query) {
      const select = ofWebhook(realmId, id).select('*').orderBy('seq', 'desc');
      if (query.state !== undefined) select.where({ state: query.state });
      const rows: DeliveryRow[] = await paged(select, query);
      return rows.map(toDelivery);
    },
    async due({ now, limit }) {
      // Of each subject only the oldest that is waiting, due or not: what comes after it waits for it.
      const rows: DeliveryRow[] = await db('webhook_delivery as line')
        .join('webhook', (on) => on.on('webhook.realm_id', 'line.realm_id').andOn('webhook.id', 'line.webhook_id'))
        .where({ 'line.state': 'waiting', 'webhook.enabled': 1 })
        .where('line.due_at', '<=', now.getTime())
        .whereNotExists(
          db('webhook_delivery as before')
            .select(db.raw('1'))
            .whereRaw(
              "before.realm_id = line.realm_id and before.webhook_id = line.webhook_id and before.subject = line.subject and before.state = 'waiting' and before.seq < line.seq",
            ),
        )
        .orderBy('line.seq')
        .limit(limit)
        .select('line.*');
      const hooks = new Map<string, Webhook | null>();
      const found: { realmId: string; webhook: Webhook; delivery: WebhookDelivery }[] = [];
      for (const row of rows) {
        const key = `${row.realm_id}/${row.webhook_id}`;
        if (!hooks.has(key)) hooks.set(key, await getWebhook(row.realm_id, row.webhook_id));
        const webhook = hooks.get(key);
        if (webhook) found.push({ realmId: row.realm_id, webhook, delivery: toDelivery(row) });
      }
      return found;
    },
    async settle(id, { state, at, dueAt, error }) {
      await writeTransaction(connection, async (trx) => {
        await trx('webhook_delivery')
          .where({ seq: id, state: 'waiting' })
          .update({
            state,
            attempts: trx.raw('attempts + 1'),
            last_error: error ?? null,
            ...(dueAt === undefined ? {} : { due_at: dueAt.getTime() }),
            ...(state === 'delivered' ? { delivered_at: at.getTime() } : {}),
          });
      });
    },
    async sweep(before) {
      const old: { seq: number | string }[] = await db('webhook_delivery')
        .select('seq')
        .where('created_at', '<', before.getTime())
        .whereNot({ state: 'waiting' })
        .limit(SWEPT);
      if (old.length === 0) return 0;
      return db('webhook_delivery')
        .whereIn(
          'seq',
          old.map((row) => row.seq),
        )
        .delete();
    },
  };
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: Number(row.seq),
    eventId: row.event_id,
    type: row.type,
    subject: row.subject,
    body: row.body,
    state: row.state,
    attempts: Number(row.attempts),
    createdAt: new Date(Number(row.created_at)),
    dueAt: new Date(Number(row.due_at)),
    deliveredAt: toDate(row.delivered_at),
    lastError: row.last_error,
  };
}
