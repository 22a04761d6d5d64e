import type { Credential, CredentialStore } from '@anteroom/core';
import type { Connection } from '../connection.ts';
import { createLookup, type Lookup } from '../lookup.ts';
import { createReader } from '../reader.ts';
import type { SecretBox } from '../secret-box.ts';
import { placeOf } from './sealed-parts.ts';

export interface CredentialRow {
  readonly id: string;
  readonly user_id: string;
  readonly type: string;
  readonly user_label: string | null;
  readonly created_at: number | string;
  readonly priority: number;
  readonly credential_data: string;
  readonly sealed: string;
}

const COLUMNS = 'id, user_id, type, user_label, created_at, priority, credential_data, sealed';
export const CREDENTIAL_ORDER = ['priority', 'created_at', 'id'] as const;
const ORDER = `order by ${CREDENTIAL_ORDER.join(', ')}`;
const OF_ONE = `select ${COLUMNS} from credential where realm_id = ? and user_id = ? ${ORDER}`;
const OF_MANY = `select ${COLUMNS} from credential where realm_id = ? and user_id = any(?) ${ORDER}`;

const KINDS = `select distinct credential_data from credential where realm_id = ? and type = 'password'`;

export function createSqlCredentials({
  connection,
  secretBox,
}: {
  readonly connection: Connection;
  readonly secretBox: SecretBox;
}): CredentialStore {
  const reader = createReader(connection);
  const ofUser: Lookup<CredentialRow> =
    connection.dialect === 'postgres'
      ? createLookup({ connection, sql: OF_MANY, keyOf: (row) => row.user_id })
      : (realmId, userId) => reader.all(OF_ONE, [realmId, userId]);
  return {
    async list(realmId, userId) {
      const rows = await ofUser(realmId, userId);
      return rows.map((row) => toCredential(secretBox, realmId, row));
    },

    async passwordKinds(realmId) {
      const rows = await reader.all<{ readonly credential_data: string }>(KINDS, [realmId]);
      return rows.map((row) => JSON.parse(row.credential_data));
    },
  };
}

export function toCredential(box: SecretBox, realmId: string, row: CredentialRow): Credential {
  return {
    id: row.id,
    userId: row.user_id,
    type: row.type,
    userLabel: row.user_label,
    createdAt: new Date(Number(row.created_at)),
    priority: Number(row.priority),
    secretData: JSON.parse(box.open(row.sealed, placeOf(realmId, 'credential', row.id))),
    credentialData: JSON.parse(row.credential_data),
  };
}

export function toCredentialColumns(box: SecretBox, realmId: string, credential: Credential): Record<string, unknown> {
  return {
    realm_id: realmId,
    id: credential.id,
    user_id: credential.userId,
    type: credential.type,
    user_label: credential.userLabel,
    created_at: credential.createdAt.getTime(),
    priority: credential.priority,
    credential_data: JSON.stringify(credential.credentialData),
    sealed: box.seal(JSON.stringify(credential.secretData), placeOf(realmId, 'credential', credential.id)),
    mark: credentialMark(box, credential),
  };
}

/** Of both parts: a rehash changes the secret, an HOTP counter the data. */
export function credentialMark(box: SecretBox, credential: Credential): string {
  return box.mark(stable([credential.secretData, credential.credentialData]));
}

/** JSON with sorted keys. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
