import type { Unit } from './unit.ts';

/** The realm is held as it is until the unit ends, so that a switch of the setting sees all addresses or comes before them. */
export async function uniqueEmails(unit: Unit): Promise<boolean> {
  const realm: { duplicate_emails: number } | undefined = await unit
    .trx('realm')
    .first('duplicate_emails')
    .where({ id: unit.realmId })
    .forShare();
  return Number(realm?.duplicate_emails ?? 0) === 0;
}
