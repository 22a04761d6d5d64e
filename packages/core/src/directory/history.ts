import type { AdminEvent } from './event.ts';
import type { WholeUser } from './user.ts';

/** A part of the configuration: what `put-…` writes and `delete-…` takes away. */
export type ThingKind =
  | 'realm'
  | 'client'
  | 'client-scope'
  | 'role'
  | 'group'
  | 'flow'
  | 'authenticator-config'
  | 'required-action'
  | 'component'
  | 'identity-provider';

/** A noun of the configuration as plain data, secrets included. */
export type Thing = Readonly<Record<string, unknown>>;

/** One thing before and after a unit of work; null: it was not there. */
export interface ChangedThing {
  readonly kind: ThingKind;
  readonly id: string;
  readonly before: Thing | null;
  readonly after: Thing | null;
}

/** What one unit of work did to the configuration, and who did it. Secrets are in it: sealed at rest, never to be shown. */
export interface HistoryEntry extends Omit<AdminEvent, 'representation' | 'error'> {
  readonly things: readonly ChangedThing[];
  /** The entry that this one took back. */
  readonly undoes: string | null;
  /** The entry that took this one back. */
  readonly undoneBy: string | null;
}

export type DeletedKind = 'user' | 'client' | 'role' | 'group';

/** Who holds a role and where it is mentioned. */
export interface RoleTies {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Roles that contain it. */
  readonly composites: readonly string[];
  /** Client scopes and clients whose scope mappings name it. */
  readonly clientScopes: readonly string[];
  readonly clients: readonly string[];
}

/** Everything that has to come back together. Nouns as they were stored, secrets included. */
export type DeletedContent =
  | { readonly kind: 'user'; readonly user: WholeUser }
  | { readonly kind: 'role'; readonly role: Thing; readonly ties: RoleTies }
  | {
      readonly kind: 'client';
      readonly client: Thing;
      readonly roles: readonly { readonly role: Thing; readonly ties: RoleTies }[];
      readonly account: WholeUser | null;
    }
  | {
      readonly kind: 'group';
      /** Parents first, each with its direct members. */
      readonly groups: readonly { readonly group: Thing; readonly members: readonly string[] }[];
      /** Ids of those that new users joined. */
      readonly defaults: readonly string[];
    };

export interface DeletedThing {
  readonly kind: DeletedKind;
  readonly id: string;
  /** User name, clientId, name of a role, path of a group. */
  readonly name: string;
  readonly deletedAt: Date;
  /** From then on it cannot be restored. */
  readonly until: Date;
  readonly byRealmId: string;
  readonly byUserId: string;
}
