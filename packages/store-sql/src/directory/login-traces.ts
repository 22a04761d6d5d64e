import type { EventStore, LoginTrace } from '@anteroom/core';
import type { Knex } from 'knex';
import { type LoginEventRow, toLoginEvent } from './events.ts';
import { paged } from './queries.ts';

type TracedRow = LoginEventRow & { readonly document: string };

/** Traces of logins, each read with its event. */
export function createSqlLoginTraces({ db }: { readonly db: Knex }): Pick<EventStore, 'searchTraced' | 'getTraced' | 'sumTransient'> {
  const traced = (realmId: string) =>
    db('login_trace as t')
      .join('login_event as e', (join) => join.on('e.realm_id', 't.realm_id').andOn('e.id', 't.event_id'))
      .select('e.*', 't.document')
      .where('t.realm_id', realmId);

  return {
    async searchTraced(realmId, query) {
      const select = traced(realmId).orderBy([
        { column: 't.time', order: 'desc' },
        { column: 't.event_id', order: 'desc' },
      ]);
      if (query.clientId !== undefined) select.where('e.client_id', query.clientId);
      if (query.userId !== undefined) select.where('e.user_id', query.userId);
      if (query.sessionId !== undefined) select.where('t.session_id', query.sessionId);
      if (query.outcome === 'success') select.whereNull('e.error');
      if (query.outcome === 'failure') select.whereNotNull('e.error');
      if (query.outcome === 'transient') select.where('t.transient', 1);
      const rows: TracedRow[] = await paged(select, query);
      return rows.map(toTraced);
    },
    async getTraced(realmId, eventId) {
      const row: TracedRow | undefined = await traced(realmId).where('t.event_id', eventId).first();
      return row === undefined ? null : toTraced(row);
    },
    async sumTransient(realmId) {
      const row: { logins?: number | string; saved?: number | string | null } | undefined = await db('login_trace')
        .where({ realm_id: realmId, transient: 1 })
        .count({ logins: '*' })
        .sum({ saved: 'writes_saved' })
        .first();
      return { logins: Number(row?.logins ?? 0), writesSaved: Number(row?.saved ?? 0) };
    },
  };
}

function toTraced(row: TracedRow) {
  const event = toLoginEvent(row);
  return { event, trace: { eventId: event.id, time: event.time, ...JSON.parse(row.document) } as LoginTrace };
}

export function toLoginTraceColumns(realmId: string, { eventId, time, trace, receipt }: LoginTrace): Record<string, unknown> {
  return {
    realm_id: realmId,
    event_id: eventId,
    time: time.getTime(),
    session_id: receipt?.records[0]?.id ?? null,
    transient: receipt?.transient ? 1 : 0,
    writes_saved: receipt?.writesSaved ?? 0,
    document: JSON.stringify({ trace, receipt }),
  };
}
