import type { Unit } from './unit.ts';

/**
 * Changes the open part of stored documents that mention a text (an id or a name) somewhere; the sealed part stays as it is. The
 * mention narrows the search down, `change` decides: it returns the changed noun, or null to leave it.
 */
export async function rewriteParts<T extends object>(
  unit: Unit,
  kind: string,
  mention: string,
  change: (noun: T) => T | null,
): Promise<void> {
  const rows: { id: string; document: string }[] = await unit
    .trx('configuration')
    .select('id', 'document')
    .where({ realm_id: unit.realmId, kind })
    .whereRaw("document like ? escape '!'", [mentionOf(mention)]);
  for (const row of rows) {
    const changed = change(JSON.parse(row.document));
    if (changed !== null)
      await unit
        .trx('configuration')
        .where({ realm_id: unit.realmId, kind, id: row.id })
        .update({ document: JSON.stringify(changed) });
  }
}

export async function rewriteClients<T extends object>(unit: Unit, mention: string, change: (noun: T) => T | null): Promise<void> {
  const rows: { id: string; document: string }[] = await unit
    .trx('client')
    .select('id', 'document')
    .where({ realm_id: unit.realmId })
    .whereRaw("document like ? escape '!'", [mentionOf(mention)]);
  for (const row of rows) {
    const changed = change(JSON.parse(row.document));
    if (changed !== null)
      await unit
        .trx('client')
        .where({ realm_id: unit.realmId, id: row.id })
        .update({ document: JSON.stringify(changed) });
  }
}

export async function rewriteRealm<T extends object>(unit: Unit, change: (noun: T) => T | null): Promise<void> {
  const row: { document: string } | undefined = await unit.trx('realm').first('document').where({ id: unit.realmId });
  if (row === undefined) return;
  const changed = change(JSON.parse(row.document));
  if (changed !== null)
    await unit
      .trx('realm')
      .where({ id: unit.realmId })
      .update({ document: JSON.stringify(changed) });
}

/** A LIKE pattern of documents that mention a text as a JSON string. */
export function mentionOf(text: string): string {
  return `%${JSON.stringify(text).replace(/[!%_]/g, '!$&')}%`;
}
