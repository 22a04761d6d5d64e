import type { OutboxMessage, OutboxStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { writeTransaction } from '../write-transaction.ts';
import { paged, sweepOf, toDate, toMillis } from './queries.ts';

interface OutboxRow {
  readonly realm_id: string;
  readonly id: string;
  readonly recipient: string;
  readonly template: string;
  readonly parameters: string;
  readonly locale: string | null;
  readonly link_id: string | null;
  readonly user_id: string | null;
  readonly state: OutboxMessage['state'];
  readonly attempts: number;
  readonly created_at: number | string;
  readonly due_at: number | string;
  readonly expires_at: number | string;
  readonly last_error: string | null;
  readonly sent_at: number | string | null;
}

export function createSqlOutbox({ connection }: { readonly connection: Connection }): OutboxStore {
  const { db } = connection;
  return {
    async get(realmId, id) {
      const row: OutboxRow | undefined = await db('outbox').first('*').where({ realm_id: realmId, id });
      return row === undefined ? null : toMessage(row);
    },

    async search(realmId, query) {
      const select = db('outbox')
        .select('*')
        .where({ realm_id: realmId })
        .orderBy([{ column: 'created_at', order: 'desc' }, 'id']);
      if (query.userId !== undefined) select.where({ user_id: query.userId });
      if (query.state !== undefined) select.where({ state: query.state });
      if (query.linkIds !== undefined) select.whereIn('link_id', query.linkIds);
      const rows: OutboxRow[] = await paged(select, query);
      return rows.map(toMessage);
    },

    async countSent(realmId, { since, to }) {
      const select = db('outbox').where({ realm_id: realmId, state: 'sent' }).where('sent_at', '>', since.getTime());
      if (to !== undefined) select.where({ recipient: to });
      const [row]: { n: number | string }[] = await select.count({ n: '*' });
      return Number(row?.n ?? 0);
    },

    async hasten(realmId, id, at) {
      return writeTransaction(connection, async (trx) => {
        const waiting = trx('outbox').where({ realm_id: realmId, id }).whereIn('state', ['queued', 'retrying']);
        return (await waiting.update({ due_at: at.getTime() })) === 1;
      });
    },

    async claim({ now, leaseUntil, limit }) {
      const time = now.getTime();
      const due = (select: import('knex').Knex.QueryBuilder) =>
        select.where((any) => {
          any.where((waiting) => waiting.whereIn('state', ['queued', 'retrying']).where('due_at', '<=', time));
          any.orWhere((abandoned) => abandoned.where({ state: 'sending' }).where('lease_until', '<=', time));
        });
      // A look first, without a lock: most polls find nothing.
      if ((await due(db('outbox').select('id')).limit(1)).length === 0) return [];
      return writeTransaction(connection, async (trx) => {
        const oldest = due(trx('outbox').select('*')).orderBy('due_at').limit(limit);
        // Passes over what another node is claiming.
        if (connection.dialect !== 'sqlite') oldest.forUpdate().skipLocked();
        const rows: OutboxRow[] = await oldest;
        const claimed: { realmId: string; message: OutboxMessage }[] = [];
        for (const row of rows) {
          const attempts = Number(row.attempts) + 1;
          // The attempts counted before are the version: of two nodes that read the same row, one changes it.
          const won = await trx('outbox')
            .where({ realm_id: row.realm_id, id: row.id, state: row.state, attempts: row.attempts })
            .update({ state: 'sending', attempts, lease_until: leaseUntil.getTime() });
          if (won === 1) claimed.push({ realmId: row.realm_id, message: toMessage({ ...row, state: 'sending', attempts }) });
        }
        return claimed;
      });
    },

    async settle(realmId, id, outcome) {
      await writeTransaction(connection, async (trx) => {
        await trx('outbox')
          .where({ realm_id: realmId, id })
          .update({
            state: outcome.state,
            lease_until: null,
            last_error: outcome.error ?? null,
            ...(outcome.dueAt === undefined ? {} : { due_at: outcome.dueAt.getTime() }),
            ...(outcome.state === 'sent' ? { sent_at: outcome.at.getTime() } : {}),
          });
      });
    },

    sweep: (realmId, before) =>
      sweepOf(db, 'outbox', realmId, (old) => {
        old.where('created_at', '<', before.getTime()).whereIn('state', ['sent', 'failed', 'expired']);
      }),
  };
}

function toMessage(row: OutboxRow): OutboxMessage {
  return {
    id: row.id,
    to: row.recipient,
    template: row.template,
    parameters: JSON.parse(row.parameters),
    locale: row.locale,
    linkId: row.link_id,
    userId: row.user_id,
    state: row.state,
    attempts: Number(row.attempts),
    createdAt: new Date(Number(row.created_at)),
    dueAt: new Date(Number(row.due_at)),
    expiresAt: new Date(Number(row.expires_at)),
    lastError: row.last_error,
    sentAt: toDate(row.sent_at),
  };
}

export function toOutboxColumns(realmId: string, message: OutboxMessage): Record<string, unknown> {
  return {
    realm_id: realmId,
    id: message.id,
    recipient: message.to,
    template: message.template,
    parameters: JSON.stringify(message.parameters),
    locale: message.locale,
    link_id: message.linkId,
    user_id: message.userId,
    state: message.state,
    attempts: message.attempts,
    created_at: message.createdAt.getTime(),
    due_at: message.dueAt.getTime(),
    lease_until: null,
    expires_at: message.expiresAt.getTime(),
    last_error: message.lastError,
    sent_at: toMillis(message.sentAt),
  };
}
