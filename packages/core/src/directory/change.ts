import type { LoginTrace } from '../flow/login-trace.ts';
import type { EventMessage } from '../webhooks/event-message.ts';
import type { ActionLink } from './action-link.ts';
import type { Client } from './client.ts';
import type { ClientScope } from './client-scope.ts';
import type { AdminEvent, LoginEvent } from './event.ts';
import type { AuthenticatorConfig, Flow, RequiredActionConfig } from './flow.ts';
import type { DeletedKind } from './history.ts';
import type { OutboxMessage } from './outbox.ts';
import type { Component, Group, IdentityProvider, Realm, Role } from './realm.ts';
import type { Consent, Credential, User, WholeUser } from './user.ts';
import type { Webhook } from './webhook.ts';

/** Fields of a user that can change on their own; an absent key stays as it is. Roles and groups have their own changes. */
export type UserPatch = Partial<Omit<User, 'id' | 'roles' | 'groups' | 'createdAt' | 'credentialVersion'>>;

/**
 * One step of a unit of work. `Directory.commit` applies a list of them in order, in one transaction: all or nothing.
 * Steps marked *guarded* make the whole unit fail with the named code when their condition does not hold at commit time.
 */
export type Change =
  // About the unit itself, wherever they stand in it.
  /** Guarded: `conflict` unless the realm's configuration has this version when the unit begins. */
  | { readonly kind: 'require-version'; readonly version: number }
  /** What the unit changes of the configuration is kept with the event that tells of it. */
  | { readonly kind: 'record-history'; readonly event: AdminEvent; readonly undoes?: string }
  /** Users, clients, roles and groups that the unit deletes can be restored until then. */
  | { readonly kind: 'keep-deleted'; readonly at: Date; readonly until: Date; readonly byRealmId: string; readonly byUserId: string }
  // Configuration. `put` creates or replaces by id. A duplicate name fails with `already_exists`.
  | { readonly kind: 'put-realm'; readonly realm: Realm }
  /** The realm of the unit, or another one that it takes the place of. */
  | { readonly kind: 'delete-realm'; readonly id?: string }
  | { readonly kind: 'put-client'; readonly client: Client }
  | { readonly kind: 'delete-client'; readonly id: string } // with its roles, consents and service account
  | { readonly kind: 'put-client-scope'; readonly scope: ClientScope }
  | { readonly kind: 'delete-client-scope'; readonly id: string }
  | { readonly kind: 'put-role'; readonly role: Role }
  /** Adds to, or takes from, what a role has as the unit finds it, so that units of several nodes do not undo each other. Nothing when the role is gone. */
  | { readonly kind: 'add-composites' | 'remove-composites'; readonly roleId: string; readonly roles: readonly string[] }
  | { readonly kind: 'delete-role'; readonly id: string } // also taken from users, groups, composites, scope mappings
  | { readonly kind: 'put-group'; readonly group: Group }
  | { readonly kind: 'delete-group'; readonly id: string } // with its sub-groups and memberships
  | { readonly kind: 'put-flow'; readonly flow: Flow }
  | { readonly kind: 'delete-flow'; readonly id: string }
  | { readonly kind: 'put-authenticator-config'; readonly config: AuthenticatorConfig }
  | { readonly kind: 'delete-authenticator-config'; readonly id: string }
  | { readonly kind: 'put-required-action'; readonly action: RequiredActionConfig }
  | { readonly kind: 'delete-required-action'; readonly alias: string }
  | { readonly kind: 'put-component'; readonly component: Component }
  | { readonly kind: 'delete-component'; readonly id: string }
  | { readonly kind: 'put-identity-provider'; readonly provider: IdentityProvider }
  | { readonly kind: 'delete-identity-provider'; readonly alias: string }
  // Users. Usernames and addresses are unique per realm in lower case (addresses unless the realm allows duplicates): `already_exists`.
  | { readonly kind: 'create-user'; readonly user: User }
  /** The same for many at once, with what is theirs: a few statements for all of them. */
  | { readonly kind: 'create-users'; readonly users: readonly WholeUser[] }
  /** Guarded: `not_found`; with `expected`, `conflict` unless the user (roles and groups apart) still is what the caller read. */
  | { readonly kind: 'update-user'; readonly id: string; readonly patch: UserPatch; readonly expected?: User }
  | { readonly kind: 'delete-user'; readonly id: string } // with credentials, consents, links
  | { readonly kind: 'grant-roles'; readonly userId: string; readonly roles: readonly string[] }
  | { readonly kind: 'revoke-roles'; readonly userId: string; readonly roles: readonly string[] }
  | { readonly kind: 'join-group'; readonly userId: string; readonly groupId: string }
  | { readonly kind: 'leave-group'; readonly userId: string; readonly groupId: string }
  | { readonly kind: 'put-credential'; readonly credential: Credential }
  | { readonly kind: 'delete-credential'; readonly userId: string; readonly id: string }
  /** Replaces a credential only if its `secretData` and `credentialData` are still what the caller read (rehash, HOTP counter). Guarded: `conflict`. */
  | { readonly kind: 'replace-credential'; readonly credential: Credential; readonly expected: Credential }
  /** Raises `credentialVersion` by one: every link made before is dead. Guarded by `expected` when given: `conflict`. */
  | { readonly kind: 'raise-credential-version'; readonly userId: string; readonly expected?: number }
  | { readonly kind: 'put-consent'; readonly consent: Consent }
  | { readonly kind: 'delete-consent'; readonly userId: string; readonly clientId: string }
  // Links and mail.
  /** Creates the link and marks older open links of the same user and kind `replaced`; those of `WARNING_LINKS` stay. */
  | { readonly kind: 'create-link'; readonly link: ActionLink }
  /** A link that another server made for this realm before it was moved here; nothing when it is known already. */
  | { readonly kind: 'adopt-link'; readonly link: ActionLink }
  /** Guarded: `link_spent` unless the link is `open`, unexpired at `at`, the user's credentialVersion equals the link's (but for `WARNING_LINKS`), and `action` is not marked yet. */
  | { readonly kind: 'mark-link-action'; readonly id: string; readonly action: string; readonly at: Date }
  /** Guarded like `mark-link-action` (but for the action); exactly one of many racing units wins. Put it before `raise-credential-version` in the unit. */
  | { readonly kind: 'spend-link'; readonly id: string; readonly at: Date }
  /** Guarded: `link_spent` unless the link is `open`, expired or not. Of many who ask for a new one in its place, one wins. */
  | { readonly kind: 'replace-link'; readonly id: string; readonly by: string }
  | { readonly kind: 'revoke-link'; readonly id: string }
  /** Every open link of a user, of all kinds. */
  | { readonly kind: 'revoke-links'; readonly userId: string }
  /** The first time that a person confirmed the link's first page; later ones change nothing. */
  | { readonly kind: 'open-link'; readonly id: string; readonly at: Date }
  | { readonly kind: 'queue-mail'; readonly message: OutboxMessage }
  // Back again.
  /** Gives a role to, or puts into a group, those of the users that are there. */
  | { readonly kind: 'add-role-members'; readonly roleId: string; readonly users: readonly string[] }
  | { readonly kind: 'add-group-members'; readonly groupId: string; readonly users: readonly string[] }
  /** Guarded: `not_found` when it is not kept (any more), so that of two that restore it one wins. */
  | { readonly kind: 'forget-deleted'; readonly thing: DeletedKind; readonly id: string }
  // An import that takes several units.
  /** Marks the realm's import as unfinished. */
  | { readonly kind: 'begin-import'; readonly fingerprint: string; readonly at: Date }
  /** Guarded: `conflict` unless exactly the first `from` users are in, so that of two processes that import the same, one wins. */
  | { readonly kind: 'advance-import'; readonly from: number; readonly to: number }
  | { readonly kind: 'end-import' }
  // The server itself.
  /** Guarded: `conflict` when a setting of that name is there. Exactly one of many racing units with the same name wins. */
  | { readonly kind: 'create-setting'; readonly name: string; readonly value: string }
  // Destinations of events.
  | { readonly kind: 'put-webhook'; readonly webhook: Webhook }
  | { readonly kind: 'delete-webhook'; readonly id: string } // with what waits for it
  /** Puts what was delivered or given up since then in line again. */
  | { readonly kind: 'replay-webhook'; readonly id: string; readonly from: Date; readonly at: Date }
  /** Guarded: `not_found`. */
  | { readonly kind: 'retry-delivery'; readonly webhookId: string; readonly id: number; readonly at: Date }
  // Logs. Kept unless `save` is false; `announce` puts it in line for the webhooks of the realm.
  | { readonly kind: 'login-event'; readonly event: LoginEvent; readonly save?: boolean; readonly announce?: EventMessage }
  /** Beside the event of the same unit; goes with it. */
  | { readonly kind: 'login-trace'; readonly trace: LoginTrace }
  | { readonly kind: 'admin-event'; readonly event: AdminEvent; readonly save?: boolean; readonly announce?: EventMessage }
  | { readonly kind: 'clear-login-events' }
  | { readonly kind: 'clear-admin-events' };
