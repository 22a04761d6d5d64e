import { AnteroomError, type Change } from '@anteroom/core';
import { credentialMark, toCredentialColumns } from './credentials.ts';
import type { Unit } from './unit.ts';
import { putRow } from './write-row.ts';

const KINDS = ['put-credential', 'delete-credential', 'replace-credential', 'raise-credential-version'] as const;

type CredentialChange = Extract<Change, { kind: (typeof KINDS)[number] }>;

export function isCredentialChange(change: Change): change is CredentialChange {
  return (KINDS as readonly string[]).includes(change.kind);
}

export async function applyCredential(unit: Unit, change: CredentialChange): Promise<void> {
  const { trx, realmId: realm_id, secretBox } = unit;
  switch (change.kind) {
    case 'put-credential': {
      const { id, realm_id: _, ...row } = toCredentialColumns(secretBox, realm_id, change.credential);
      return putRow(unit, 'credential', { realm_id, id }, row);
    }
    case 'delete-credential':
      await trx('credential').where({ realm_id, user_id: change.userId, id: change.id }).delete();
      return;
    case 'replace-credential': {
      const { id: _, realm_id: __, ...row } = toCredentialColumns(secretBox, realm_id, change.credential);
      const { id, userId } = change.expected;
      const replaced = await trx('credential')
        .where({ realm_id, id, user_id: userId, mark: credentialMark(secretBox, change.expected) })
        .update(row);
      if (replaced === 0) throw new AnteroomError('conflict', `credential ${id} changed meanwhile`);
      return;
    }
    case 'raise-credential-version': {
      const user = trx('realm_user').where({ realm_id, id: change.userId });
      if (change.expected !== undefined) user.where({ credential_version: change.expected });
      const raised = await user.increment('credential_version', 1);
      if (raised === 0) throw new AnteroomError('conflict', `the credential version of user ${change.userId} is another one`);
      return;
    }
  }
}
