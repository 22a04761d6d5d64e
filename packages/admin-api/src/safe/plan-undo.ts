import {
  type Change,
  type Directory,
  deleteThing,
  type HistoryEntry,
  planRestore,
  putThing,
  type RealmSnapshot,
  sameValue,
  type Thing,
  type ThingKind,
} from '@anteroom/core';
import { refused } from '../http/failure.ts';

const RESTORABLE = new Set(['client', 'role', 'group']);

/**
 * The steps that take an entry of the history back. Refused when one of its things was changed since: an undo must not undo what came
 * later without saying so.
 */
export async function planUndo(
  realm: RealmSnapshot,
  entry: HistoryEntry,
  { directory }: { readonly directory: Pick<Directory, 'clients' | 'deleted'> },
): Promise<readonly Change[]> {
  if (entry.undoneBy !== null) throw refused(409, 'This was taken back already');
  const changes: Change[] = [];
  for (const { kind, id, before, after } of entry.things) {
    const now = await currentThing(realm, directory, kind, id);
    if (!sameValue(now, after))
      throw refused(409, `${nameOf(kind, id, now ?? after)} was changed since: take the later changes back first`);
    if (before !== null && after === null && RESTORABLE.has(kind))
      changes.push(...(await restored(realm, directory, kind as 'client' | 'role' | 'group', id)));
    else if (before !== null) changes.push(putThing(kind, before));
    else if (kind === 'realm') throw refused(409, 'A realm is not taken back by its history: delete it');
    else changes.push(deleteThing(kind, id));
  }
  return changes;
}

async function restored(
  realm: RealmSnapshot,
  directory: Pick<Directory, 'clients' | 'deleted'>,
  kind: 'client' | 'role' | 'group',
  id: string,
) {
  const kept = await directory.deleted.get(realm.id, kind, id);
  if (kept === null) throw refused(409, `The deleted ${kind} is not kept any more`);
  return [...(await planRestore(realm, kept.content, { directory })), { kind: 'forget-deleted', thing: kind, id } as const];
}

async function currentThing(
  realm: RealmSnapshot,
  { clients }: Pick<Directory, 'clients'>,
  kind: ThingKind,
  id: string,
): Promise<Thing | null> {
  const { configuration } = realm;
  const byId = (things: readonly { readonly id: string }[]) => things.find((thing) => thing.id === id);
  const find = () => {
    switch (kind) {
      case 'realm':
        return realm.realm;
      case 'client':
        return clients.get(realm.id, id);
      case 'client-scope':
        return byId(configuration.clientScopes);
      case 'role':
        return realm.role(id);
      case 'group':
        return realm.group(id);
      case 'flow':
        return realm.flow(id);
      case 'authenticator-config':
        return realm.authenticatorConfig(id);
      case 'required-action':
        return configuration.requiredActions.find((action) => action.alias === id);
      case 'component':
        return byId(configuration.components);
      case 'identity-provider':
        return configuration.identityProviders.find((provider) => provider.alias === id);
    }
  };
  return ((await find()) ?? null) as Thing | null;
}

/** What a person calls a thing. */
export function nameOf(kind: ThingKind, id: string, thing: Thing | null): string {
  const name = kind === 'realm' ? thing?.realm : (thing?.clientId ?? thing?.name ?? thing?.alias);
  return typeof name === 'string' && name !== '' ? name : id;
}
