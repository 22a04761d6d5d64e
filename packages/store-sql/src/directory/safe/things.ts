import type { Change, Thing, ThingKind } from '@anteroom/core';
import { openDocument, placeOf, type StoredDocument } from '../sealed-parts.ts';
import type { Unit } from '../unit.ts';

export interface ThingKey {
  readonly kind: ThingKind;
  readonly id: string;
}

/** The parts of the configuration that a unit names; what changes along with them (a deleted role's places) is not among them. */
export function thingsOf(realmId: string, changes: readonly Change[]): readonly ThingKey[] {
  const keys = new Map<string, ThingKey>();
  for (const change of changes) {
    const key = thingOf(realmId, change);
    if (key !== null) keys.set(`${key.kind}/${key.id}`, key);
  }
  return [...keys.values()];
}

function thingOf(realmId: string, change: Change): ThingKey | null {
  switch (change.kind) {
    case 'put-realm':
      return { kind: 'realm', id: realmId };
    case 'put-client':
      return { kind: 'client', id: change.client.id };
    case 'delete-client':
      return { kind: 'client', id: change.id };
    case 'put-client-scope':
      return { kind: 'client-scope', id: change.scope.id };
    case 'delete-client-scope':
      return { kind: 'client-scope', id: change.id };
    case 'put-role':
      return { kind: 'role', id: change.role.id };
    case 'add-composites':
    case 'remove-composites':
      return { kind: 'role', id: change.roleId };
    case 'delete-role':
      return { kind: 'role', id: change.id };
    case 'put-group':
      return { kind: 'group', id: change.group.id };
    case 'delete-group':
      return { kind: 'group', id: change.id };
    case 'put-flow':
      return { kind: 'flow', id: change.flow.id };
    case 'delete-flow':
      return { kind: 'flow', id: change.id };
    case 'put-authenticator-config':
      return { kind: 'authenticator-config', id: change.config.id };
    case 'delete-authenticator-config':
      return { kind: 'authenticator-config', id: change.id };
    case 'put-required-action':
      return { kind: 'required-action', id: change.action.alias };
    case 'delete-required-action':
      return { kind: 'required-action', id: change.alias };
    case 'put-component':
      return { kind: 'component', id: change.component.id };
    case 'delete-component':
      return { kind: 'component', id: change.id };
    case 'put-identity-provider':
      return { kind: 'identity-provider', id: change.provider.alias };
    case 'delete-identity-provider':
      return { kind: 'identity-provider', id: change.alias };
    default:
      return null;
  }
}

/** A thing as the unit finds it at this moment. */
export async function readThing(unit: Unit, { kind, id }: ThingKey): Promise<Thing | null> {
  const { trx, realmId, secretBox } = unit;
  const select =
    kind === 'realm'
      ? trx('realm').where({ id })
      : kind === 'client'
        ? trx('client').where({ realm_id: realmId, id })
        : trx('configuration').where({ realm_id: realmId, kind, id });
  const row: StoredDocument | undefined = await select.first('document', 'sealed');
  return row === undefined ? null : openDocument<Thing>(secretBox, row, placeOf(realmId, kind, id));
}
