import type { LoginTrace } from '../flow/login-trace.ts';
import type { JsonObject } from '../json.ts';
import type { ActionLink, ActionLinkKind, ActionLinkState } from './action-link.ts';
import type { Change } from './change.ts';
import type { Client } from './client.ts';
import type { ClientScope } from './client-scope.ts';
import type { AdminEvent, LoginEvent } from './event.ts';
import type { AuthenticatorConfig, Flow, RequiredActionConfig } from './flow.ts';
import type { DeletedContent, DeletedKind, DeletedThing, HistoryEntry } from './history.ts';
import type { OutboxMessage, OutboxState } from './outbox.ts';
import type { Component, Group, IdentityProvider, Realm, Role } from './realm.ts';
import type { Consent, Credential, User, WholeUser } from './user.ts';
import type { DeliveryState, Webhook, WebhookDelivery, WebhookStanding } from './webhook.ts';

/** Everything of a realm that is configuration, except its clients: small, read often, cached per version. */
export interface RealmConfiguration {
  /** Rises with every committed configuration change of the realm. */
  readonly version: number;
  readonly realm: Realm;
  readonly roles: readonly Role[];
  readonly groups: readonly Group[];
  readonly clientScopes: readonly ClientScope[];
  readonly flows: readonly Flow[];
  readonly authenticatorConfigs: readonly AuthenticatorConfig[];
  readonly requiredActions: readonly RequiredActionConfig[];
  readonly components: readonly Component[];
  readonly identityProviders: readonly IdentityProvider[];
  /** UUID → clientId of every client of the realm. */
  readonly clientIds: ReadonlyMap<string, string>;
}

export interface RealmStore {
  list(): Promise<readonly Realm[]>;
  get(id: string): Promise<Realm | null>;
  findByName(name: string): Promise<Realm | null>;
  getConfiguration(id: string): Promise<RealmConfiguration | null>;
  /** Versions of all realms (id → version), one cheap read: the cache polls it. */
  versions(): Promise<ReadonlyMap<string, number>>;
}

export interface Page {
  readonly first?: number;
  /** At most this many; 0 gives none. */
  readonly max?: number;
}

export interface ClientStore {
  get(realmId: string, id: string): Promise<Client | null>;
  findByClientId(realmId: string, clientId: string): Promise<Client | null>;
  /** By clientId: exact, or as a part of it when `infix`. Sorted by clientId. */
  search(realmId: string, query: { readonly clientId?: string; readonly infix?: boolean } & Page): Promise<readonly Client[]>;
}

export interface UserQuery extends Page {
  /** Any of username, email, first or last name; `*` is a wildcard, `"…"` exact, otherwise the beginning; every word must match. */
  readonly search?: string;
  readonly username?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly exact?: boolean;
  readonly enabled?: boolean;
  readonly emailVerified?: boolean;
  /** Attribute name → value, all must match. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly roleId?: string;
  readonly groupId?: string;
  /** Left out unless true. */
  readonly includeServiceAccounts?: boolean;
}

export interface UserStore {
  get(realmId: string, id: string): Promise<User | null>;
  /** `username` in any case. */
  findByUsername(realmId: string, username: string): Promise<User | null>;
  /** Null also when several users share the address. */
  findByEmail(realmId: string, email: string): Promise<User | null>;
  findServiceAccount(realmId: string, clientUuid: string): Promise<User | null>;
  /** Sorted by username. */
  search(realmId: string, query: UserQuery): Promise<readonly User[]>;
  count(realmId: string, query: UserQuery): Promise<number>;
  /** Id → username of those of these people who are there, at most a thousand, in one look. */
  names(realmId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Whole users by the page, for exports. */
export interface UserArchive {
  /** Up to `limit` users in order of user name, service accounts too, beginning behind the name `after`. */
  page(realmId: string, page: { readonly after: string | null; readonly limit: number }): Promise<readonly WholeUser[]>;
}

export interface CredentialStore {
  /** In order of priority. */
  list(realmId: string, userId: string): Promise<readonly Credential[]>;
  /** The different `credentialData` of the realm's passwords: which kinds of hash it has. Walks over the realm's credentials. */
  passwordKinds(realmId: string): Promise<readonly JsonObject[]>;
}

export interface ConsentStore {
  get(realmId: string, userId: string, clientUuid: string): Promise<Consent | null>;
  list(realmId: string, userId: string): Promise<readonly Consent[]>;
}

export interface ActionLinkQuery extends Page {
  readonly userId?: string;
  readonly kind?: ActionLinkKind;
  readonly state?: ActionLinkState;
  /** Expiry before, or not before, this time. */
  readonly expired?: { readonly at: Date; readonly is: boolean };
}

export interface ActionLinkStore {
  get(realmId: string, id: string): Promise<ActionLink | null>;
  /** Newest first. */
  search(realmId: string, query: ActionLinkQuery): Promise<readonly ActionLink[]>;
  /** A bounded part of what expired before, whatever became of it; gives how many went. Their tokens are `expired` without a row too. */
  sweep(realmId: string, before: Date): Promise<number>;
}

/** The outbox is worked on across realms; a message is delivered at least once and leased to one worker at a time. */
export interface OutboxStore {
  get(realmId: string, id: string): Promise<OutboxMessage | null>;
  /** Newest first. */
  search(
    realmId: string,
    query: { readonly userId?: string; readonly state?: OutboxState; readonly linkIds?: readonly string[] } & Page,
  ): Promise<readonly OutboxMessage[]>;
  /** How many were sent since then, to anybody or to one address. */
  countSent(realmId: string, query: { readonly since: Date; readonly to?: string }): Promise<number>;
  /** A message that waits for its next try is due at once. False when it does not wait. */
  hasten(realmId: string, id: string, at: Date): Promise<boolean>;
  /** Leases up to `limit` due messages until `leaseUntil`; a lease that ran out may be claimed again. State becomes `sending`, attempts + 1. */
  claim(input: {
    readonly now: Date;
    readonly leaseUntil: Date;
    readonly limit: number;
  }): Promise<readonly { readonly realmId: string; readonly message: OutboxMessage }[]>;
  /** Records the outcome of a claimed message; `retrying` needs `dueAt`. */
  settle(
    realmId: string,
    id: string,
    outcome: {
      readonly state: 'sent' | 'retrying' | 'failed' | 'expired';
      readonly at: Date;
      readonly dueAt?: Date;
      readonly error?: string;
    },
  ): Promise<void>;
  /** A bounded part of what was made before and waits for nothing; gives how many went. */
  sweep(realmId: string, before: Date): Promise<number>;
}

/** A login's event with its trace. */
export interface TracedLogin {
  readonly event: LoginEvent;
  readonly trace: LoginTrace;
}

export interface EventStore {
  searchLogin(
    realmId: string,
    query: {
      readonly types?: readonly string[];
      readonly clientId?: string;
      readonly userId?: string;
      readonly ipAddress?: string;
      readonly from?: Date;
      readonly to?: Date;
    } & Page,
  ): Promise<readonly LoginEvent[]>;
  /** Logins that left a trace, newest first. */
  searchTraced(
    realmId: string,
    query: {
      readonly clientId?: string;
      readonly userId?: string;
      readonly sessionId?: string;
      readonly outcome?: 'success' | 'failure' | 'transient';
    } & Page,
  ): Promise<readonly TracedLogin[]>;
  getTraced(realmId: string, eventId: string): Promise<TracedLogin | null>;
  /** Transient logins among the traced ones, and the writes they saved. */
  sumTransient(realmId: string): Promise<{ readonly logins: number; readonly writesSaved: number }>;
  /** A bounded part of what happened before, login events with their traces; gives how many went. */
  sweep(realmId: string, kind: 'login' | 'admin', before: Date): Promise<number>;
  searchAdmin(
    realmId: string,
    query: {
      readonly operationTypes?: readonly string[];
      readonly resourceTypes?: readonly string[];
      readonly resourcePath?: string;
      readonly from?: Date;
      readonly to?: Date;
    } & Page,
  ): Promise<readonly AdminEvent[]>;
}

/** What units with `record-history` did. */
export interface HistoryStore {
  get(realmId: string, id: string): Promise<HistoryEntry | null>;
  /** Newest first. `resourcePath` may hold `*`. */
  search(
    realmId: string,
    query: { readonly resourceTypes?: readonly string[]; readonly resourcePath?: string } & Page,
  ): Promise<readonly HistoryEntry[]>;
  /** A bounded part of what is older; gives how many went. */
  sweep(realmId: string, before: Date): Promise<number>;
}

/** What units with `keep-deleted` deleted. */
export interface DeletedStore {
  get(realmId: string, kind: DeletedKind, id: string): Promise<(DeletedThing & { readonly content: DeletedContent }) | null>;
  /** Latest first; `search` is a part of the name. */
  search(
    realmId: string,
    query: { readonly kind?: DeletedKind; readonly search?: string; readonly at: Date } & Page,
  ): Promise<readonly DeletedThing[]>;
  /** A bounded part of what cannot be restored any more, of all realms; gives how many went. */
  sweep(at: Date): Promise<number>;
}

/** Destinations of events and what is on its way to them. A delivery is made at least once; those of one subject in order. */
export interface WebhookStore {
  /** Oldest first. */
  list(realmId: string): Promise<readonly Webhook[]>;
  get(realmId: string, id: string): Promise<Webhook | null>;
  standing(realmId: string, id: string): Promise<WebhookStanding>;
  /** Latest first. */
  deliveries(realmId: string, id: string, query: { readonly state?: DeliveryState } & Page): Promise<readonly WebhookDelivery[]>;
  /** Of all realms, the deliveries that are due and have none of their subject waiting before them. */
  due(input: {
    readonly now: Date;
    readonly limit: number;
  }): Promise<readonly { readonly realmId: string; readonly webhook: Webhook; readonly delivery: WebhookDelivery }[]>;
  /** Records an attempt; nothing happens when the delivery does not wait any more. `waiting` needs `dueAt`. */
  settle(
    id: number,
    outcome: { readonly state: DeliveryState; readonly at: Date; readonly dueAt?: Date; readonly error?: string },
  ): Promise<void>;
  /** A bounded part of what was made before and does not wait; gives how many went. */
  sweep(before: Date): Promise<number>;
}

/** Imports that were begun and have not ended. */
export interface ImportRunStore {
  /** How many users of which source are in; null when the realm's import has ended. */
  get(realmId: string): Promise<{ readonly fingerprint: string; readonly users: number } | null>;
}

/** Server-wide settings that nodes share (the key of the set-up link, the check value of the secret key). Values are sealed at rest. */
export interface SettingStore {
  get(name: string): Promise<string | null>;
  /** Creates; when present already, changes nothing and returns what is there. */
  getOrCreate(name: string, value: string): Promise<string>;
}

/**
 * The directory plane: configuration and credentials, always SQL. Reads are by narrow ports; every write is a unit of work.
 * `commit` is atomic and durable when it resolves. It does not wait for anything but the database (hash before, not inside).
 * Creating a realm is `commit(realm.id, [{kind:'put-realm', …}, …])`.
 */
export interface Directory {
  readonly realms: RealmStore;
  readonly clients: ClientStore;
  readonly users: UserStore;
  readonly archive: UserArchive;
  readonly credentials: CredentialStore;
  readonly consents: ConsentStore;
  readonly links: ActionLinkStore;
  readonly outbox: OutboxStore;
  readonly events: EventStore;
  readonly settings: SettingStore;
  readonly imports: ImportRunStore;
  readonly history: HistoryStore;
  readonly deleted: DeletedStore;
  readonly webhooks: WebhookStore;
  commit(realmId: string, changes: readonly Change[]): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
