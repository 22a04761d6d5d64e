import { createHash } from 'node:crypto';
import {
  AnteroomError,
  type Change,
  type Clock,
  type Directory,
  type IdSource,
  isAnteroomError,
  type Log,
  type Message,
  type Realm,
  type RealmSnapshot,
  type User,
} from '@anteroom/core';
import { adminRoleOf, hasAdministrator, readMaster } from './has-administrator.ts';
import { newAdministrator } from './new-administrator.ts';

/** Long enough to fetch a coffee, short enough that a forgotten terminal opens nothing tomorrow. */
export const SET_UP_LINK_MS = 60 * 60 * 1000;
/** Bytes of a key: 192 bits, so that it can be kept as a plain hash. */
const KEY_BYTES = 24;
/** The mark that the first administrator was made. One unit of work can create it, ever. */
const DONE = 'set-up-done';

/** Password rules and hashing, as far as the first administrator needs them. */
export interface SetUpPasswords {
  /** The first rule of the realm that the password breaks; null when it may be set. */
  violation(input: { readonly realm: Realm; readonly username: string; readonly password: string }): Promise<Message | null>;
  /** Hashes, and plans the changes that set it. */
  planSet(input: { readonly realm: Realm; readonly user: User; readonly password: string }): Promise<readonly Change[]>;
}

export interface SetUpLinkDependencies {
  readonly directory: Pick<Directory, 'realms' | 'users' | 'settings' | 'commit'>;
  readonly passwords: SetUpPasswords;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

export type SetUpDeadReason = 'done' | 'expired' | 'unknown';

export type OpenedSetUp =
  | { readonly kind: 'open'; readonly master: RealmSnapshot }
  | { readonly kind: 'dead'; readonly reason: SetUpDeadReason; readonly master: RealmSnapshot };

export type SetUpResult =
  | { readonly kind: 'created'; readonly username: string }
  | { readonly kind: 'refused'; readonly field: 'username' | 'password'; readonly message: Message }
  | { readonly kind: 'dead'; readonly reason: SetUpDeadReason };

/**
 * The one-time link to the page that makes the first administrator. Each start without one prints a link of its own, good for an hour on
 * every node over the same database; only the hash of its key is stored. All links of all nodes together make one administrator: the unit
 * that creates the account creates a mark that can exist once. Nothing works once there is an administrator, however he came to be.
 */
export interface SetUpLink {
  /** A new key; null when there is an administrator, or was one made by such a link (then `bootstrap-admin` is the way back in). */
  issue(): Promise<{ readonly key: string; readonly expiresAt: Date } | null>;
  /** What a key is worth now. Changes nothing. */
  open(key: string): Promise<OpenedSetUp>;
  /** Makes the administrator: for exactly one of many callers, whatever their keys. */
  create(key: string, account: { readonly username: string; readonly password: string }): Promise<SetUpResult>;
  /** From now on every link is dead: an administrator is made in another way. */
  close(): Promise<void>;
}

export function createSetUpLink({ directory, passwords, clock, ids, log }: SetUpLinkDependencies): SetUpLink {
  const isDone = async (master: RealmSnapshot) =>
    (await directory.settings.get(DONE)) !== null || (await hasAdministrator(directory, master));

  async function masterRealm(): Promise<RealmSnapshot> {
    const master = await readMaster(directory);
    if (master === null) throw new AnteroomError('not_found', 'realm master does not exist yet: start the server once');
    return master;
  }

  async function open(key: string): Promise<OpenedSetUp> {
    const master = await masterRealm();
    if (await isDone(master)) return { kind: 'dead', reason: 'done', master };
    const stored = await directory.settings.get(nameOf(key));
    if (stored === null) return { kind: 'dead', reason: 'unknown', master };
    const { expiresAt } = JSON.parse(stored) as { readonly expiresAt: number };
    return expiresAt > clock.now().getTime() ? { kind: 'open', master } : { kind: 'dead', reason: 'expired', master };
  }

  return {
    async issue() {
      if (await isDone(await masterRealm())) return null;
      const key = ids.token(KEY_BYTES);
      const expiresAt = new Date(clock.now().getTime() + SET_UP_LINK_MS);
      await directory.settings.getOrCreate(nameOf(key), JSON.stringify({ expiresAt: expiresAt.getTime() }));
      return { key, expiresAt };
    },

    open,

    async create(key, { username, password }) {
      // The key first: without it nobody makes this server hash anything.
      const opened = await open(key);
      if (opened.kind === 'dead') return { kind: 'dead', reason: opened.reason };
      const { master } = opened;
      const admin = adminRoleOf(master);
      if (admin === null) throw new AnteroomError('not_found', 'realm master has no role "admin"');
      const user = newAdministrator({ id: ids.uuid(), username, master, createdAt: clock.now() });
      if ((await directory.users.findByUsername(master.id, user.username)) !== null) return taken();
      const message = await passwords.violation({ realm: master.realm, username: user.username, password });
      if (message !== null) return { kind: 'refused', field: 'password', message };
      const passwordChanges = await passwords.planSet({ realm: master.realm, user, password });
      try {
        await directory.commit(master.id, [
          { kind: 'create-setting', name: DONE, value: JSON.stringify({ at: clock.now().getTime() }) },
          { kind: 'create-user', user },
          { kind: 'grant-roles', userId: user.id, roles: [admin.id] },
          ...passwordChanges,
        ]);
      } catch (error) {
        // Somebody was faster: in another tab, with the link of another node, or by command.
        if (isAnteroomError(error, 'conflict')) return { kind: 'dead', reason: 'done' };
        if (isAnteroomError(error, 'already_exists')) return taken();
        throw error;
      }
      log.info('admin.created', { username: user.username, by: 'set-up link' });
      return { kind: 'created', username: user.username };
    },

    async close() {
      await directory.settings.getOrCreate(DONE, JSON.stringify({ at: clock.now().getTime() }));
    },
  };
}

const nameOf = (key: string): string => `set-up-link/${createHash('sha256').update(key).digest('base64url')}`;

const taken = (): SetUpResult => ({ kind: 'refused', field: 'username', message: { key: 'usernameExistsMessage' } });
