import type { RecordKey } from '@anteroom/core';
import type { Statements } from '../../statements.ts';

export async function addTicket(statements: Statements, key: RecordKey, ticket: string, until: number): Promise<void> {
  await statements.insert('INSERT INTO record_ticket (ticket, type, realm_id, id, expires_at) VALUES (?, ?, ?, ?, ?)', [
    ticket,
    key.type,
    key.realmId,
    key.id,
    until,
  ]);
}

/** True for the one whose delete found it. */
export async function useTicket(statements: Statements, key: RecordKey, ticket: string): Promise<boolean> {
  const used = await statements.run('DELETE FROM record_ticket WHERE ticket = ? AND type = ? AND realm_id = ? AND id = ?', [
    ticket,
    key.type,
    key.realmId,
    key.id,
  ]);
  return used === 1;
}

export async function sweepTickets(statements: Statements, now: number): Promise<void> {
  await statements.run('DELETE FROM record_ticket WHERE expires_at <= ?', [now]);
}
