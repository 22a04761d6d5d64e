import { isDeepStrictEqual } from 'node:util';
import type { Change, ChangedThing, Thing } from '@anteroom/core';
import { placeOf } from '../sealed-parts.ts';
import type { Unit } from '../unit.ts';
import { readThing, thingsOf } from './things.ts';

type Recording = Extract<Change, { kind: 'record-history' }>;

/**
 * Runs the steps of a unit and, if the unit asks for it, keeps what they did to the configuration: read before and after inside the same
 * transaction, which holds the realm's row, so that nothing of another unit is in between.
 */
export async function recordingHistory(unit: Unit, changes: readonly Change[], apply: () => Promise<void>): Promise<void> {
  const recording = changes.find((change): change is Recording => change.kind === 'record-history');
  if (recording === undefined) return apply();
  const keys = thingsOf(unit.realmId, changes);
  const read = async () => {
    const things: (Thing | null)[] = [];
    for (const key of keys) things.push(await readThing(unit, key));
    return things;
  };
  const before = await read();
  await apply();
  const after = await read();
  const things = keys
    .map((key, index): ChangedThing => ({ ...key, before: before[index] ?? null, after: after[index] ?? null }))
    .filter((thing) => !isDeepStrictEqual(thing.before, thing.after));
  if (things.length > 0) await write(unit, recording, things);
}

async function write(
  { trx, realmId: realm_id, secretBox }: Unit,
  { event, undoes }: Recording,
  things: readonly ChangedThing[],
): Promise<void> {
  const realm: { version: number | string } | undefined = await trx('realm').first('version').where({ id: realm_id });
  await trx('change_history').insert({
    realm_id,
    id: event.id,
    time: event.time.getTime(),
    version: Number(realm?.version ?? 0),
    operation_type: event.operationType,
    resource_type: event.resourceType,
    resource_path: event.resourcePath,
    auth_realm_id: event.authRealmId,
    auth_client_id: event.authClientId,
    auth_user_id: event.authUserId,
    ip_address: event.ipAddress?.slice(0, 64) ?? null,
    undoes: undoes ?? null,
    undone_by: null,
    sealed: secretBox.seal(JSON.stringify(things), placeOf(realm_id, 'history', event.id)),
  });
  if (undoes !== undefined) await trx('change_history').where({ realm_id, id: undoes }).update({ undone_by: event.id });
}
