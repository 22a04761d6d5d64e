import type { Client, RealmSnapshot, User } from '@anteroom/core';
import type { RoleAccess } from './role-access.ts';

/** What mappers may read. They get nothing else, and they cannot wait for anything. */
export interface ClaimSource {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly user: User;
  /** User session notes. */
  readonly notes: Readonly<Record<string, string>>;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly sid: string | null;
  readonly nonce: string | null;
  /** The server's base URL, for origins that are relative to it. */
  readonly baseUrl: string;
}

/** What mappers write into. Roles may be renamed or added by the early ones, before the later ones read them. */
export interface ClaimSink {
  readonly claims: Record<string, unknown>;
  readonly audience: Set<string>;
  readonly access: RoleAccess;
}
