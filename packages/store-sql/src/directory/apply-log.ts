import type { Change } from '@anteroom/core';
import { toAdminEventColumns, toLoginEventColumns } from './events.ts';
import { toLoginTraceColumns } from './login-traces.ts';
import { toOutboxColumns } from './outbox.ts';
import type { Unit } from './unit.ts';
import { announceEvent } from './webhooks/apply-webhook.ts';

type LogChange = Extract<
  Change,
  { kind: 'queue-mail' | 'login-event' | 'login-trace' | 'admin-event' | 'clear-login-events' | 'clear-admin-events' }
>;

export async function applyLog(unit: Unit, change: Change): Promise<void> {
  const log = change as LogChange;
  const { trx, realmId } = unit;
  switch (log.kind) {
    case 'queue-mail':
      await trx('outbox').insert(toOutboxColumns(realmId, log.message));
      return;
    case 'login-event':
      if (log.save !== false) await trx('login_event').insert(toLoginEventColumns(realmId, log.event));
      if (log.announce !== undefined) await announceEvent(unit, log.announce);
      return;
    case 'login-trace':
      await trx('login_trace').insert(toLoginTraceColumns(realmId, log.trace));
      return;
    case 'admin-event':
      if (log.save !== false) await trx('admin_event').insert(toAdminEventColumns(realmId, log.event));
      if (log.announce !== undefined) await announceEvent(unit, log.announce);
      return;
    case 'clear-login-events':
      await trx('login_event').where({ realm_id: realmId }).delete();
      await trx('login_trace').where({ realm_id: realmId }).delete();
      return;
    case 'clear-admin-events':
      await trx('admin_event').where({ realm_id: realmId }).delete();
      return;
  }
}
