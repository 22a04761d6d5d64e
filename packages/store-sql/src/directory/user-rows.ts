import type { User } from '@anteroom/core';
import { toDate, toMillis } from './queries.ts';

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly email_verified: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly enabled: number;
  readonly created_at: number | string;
  readonly not_before: number | string;
  readonly sessions_not_before: number | string | null;
  readonly credential_version: number;
  readonly service_account_client: string | null;
  readonly required_actions: string;
  readonly attributes: string;
  readonly extra: string;
}

/** By name: a statement that was prepared with `*` would fail when a newer node adds a column. */
export const COLUMNS = `id, username, email, email_verified, first_name, last_name, enabled, created_at, not_before, sessions_not_before,
  credential_version, service_account_client, required_actions, attributes, extra`;

export function toUser(row: UserRow, roles: readonly string[], groups: readonly string[]): User {
  return {
    id: row.id,
    username: row.username,
    email: row.email,
    emailVerified: Number(row.email_verified) === 1,
    firstName: row.first_name,
    lastName: row.last_name,
    enabled: Number(row.enabled) === 1,
    createdAt: new Date(Number(row.created_at)),
    attributes: JSON.parse(row.attributes),
    requiredActions: JSON.parse(row.required_actions),
    notBefore: Number(row.not_before),
    sessionsNotBefore: toDate(row.sessions_not_before),
    credentialVersion: Number(row.credential_version),
    serviceAccountClient: row.service_account_client,
    roles,
    groups,
    extra: JSON.parse(row.extra),
  };
}

/** Columns of the fields that are given. `uniqueEmails` false: the realm lets users share an address. */
export function toUserColumns(user: Partial<Omit<User, 'id' | 'roles' | 'groups'>>, uniqueEmails: boolean): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  if (user.username !== undefined) columns.username = user.username.toLowerCase();
  if (user.email !== undefined) {
    columns.email = user.email?.toLowerCase() ?? null;
    columns.unique_email = uniqueEmails ? columns.email : null;
  }
  if (user.emailVerified !== undefined) columns.email_verified = user.emailVerified ? 1 : 0;
  if (user.firstName !== undefined) {
    columns.first_name = user.firstName;
    columns.first_name_key = user.firstName?.toLowerCase() ?? null;
  }
  if (user.lastName !== undefined) {
    columns.last_name = user.lastName;
    columns.last_name_key = user.lastName?.toLowerCase() ?? null;
  }
  if (user.enabled !== undefined) columns.enabled = user.enabled ? 1 : 0;
  if (user.createdAt !== undefined) columns.created_at = user.createdAt.getTime();
  if (user.notBefore !== undefined) columns.not_before = user.notBefore;
  if (user.sessionsNotBefore !== undefined) columns.sessions_not_before = toMillis(user.sessionsNotBefore);
  if (user.credentialVersion !== undefined) columns.credential_version = user.credentialVersion;
  if (user.serviceAccountClient !== undefined) columns.service_account_client = user.serviceAccountClient;
  if (user.requiredActions !== undefined) columns.required_actions = JSON.stringify([...new Set(user.requiredActions)]);
  if (user.attributes !== undefined) columns.attributes = JSON.stringify(user.attributes);
  if (user.extra !== undefined) columns.extra = JSON.stringify(user.extra);
  return columns;
}
