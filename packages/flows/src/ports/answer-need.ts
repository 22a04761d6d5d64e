import {
  AnteroomError,
  type Attempt,
  type Change,
  type Clock,
  type Directory,
  type FailureRecord,
  type IdSource,
  type Log,
  type LoginFailures,
  type MailedCodes,
  type PasswordHasher,
  type RealmSnapshot,
  type SessionStore,
  type User,
} from '@anteroom/core';
import { checkPasswordPolicy, parsePasswordPolicy, planSetPassword } from '@anteroom/passwords';
import { callModule } from '../custom/call-module.ts';
import type { Fact, Need } from '../evaluate/need.ts';
import type { WebAuthnVerifier } from '../webauthn/webauthn-verifier.ts';

/** Makes mailed links; nothing is sent before the changes are committed. */
export interface LinkPlanner {
  plan(request: {
    readonly realm: RealmSnapshot;
    readonly user: User;
    readonly kind: 'reset-credentials' | 'verify-email' | 'update-email' | 'undo-email';
    readonly actions: readonly string[];
    readonly clientId: string | null;
    readonly redirectUri: string | null;
    readonly lifespanSeconds: number | null;
    readonly locale: string | null;
    readonly email?: string;
    readonly details?: Readonly<Record<string, string>>;
  }): { readonly changes: readonly Change[] };
}

export interface NeedPorts {
  readonly directory: {
    readonly users: Pick<Directory['users'], 'get' | 'findByUsername' | 'findByEmail'>;
    readonly credentials: Pick<Directory['credentials'], 'list'>;
  };
  readonly failures: LoginFailures;
  readonly hasher: PasswordHasher;
  readonly store: Pick<SessionStore, 'create'>;
  /** Only a flow that mails a link needs it. */
  readonly links?: LinkPlanner;
  readonly webauthn: WebAuthnVerifier;
  readonly codes: MailedCodes;
  /** Looks a password up in a list (`passwordBlacklist`); null: no list of that name, and the policy refuses. */
  readonly blacklist?: (name: string, password: string) => boolean | null;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Hears of modules that fail. */
  readonly log?: Log;
}

export interface Answering {
  answer(need: Need): Promise<Fact>;
  /** To be called at the end, whatever happened: an attempt that was reserved and never settled is taken back. */
  close(): Promise<void>;
}

/** Answers the needs of one run by the ports. */
export function createAnswering(ports: NeedPorts, realm: RealmSnapshot, ipAddress: string): Answering {
  let attempt: Attempt | null = null;

  async function settle(how: 'succeed' | 'release' | 'fail-password' | 'fail-otp'): Promise<FailureRecord | null> {
    const held = attempt;
    attempt = null;
    if (held === null) return null;
    if (how === 'succeed') await held.succeed();
    else if (how === 'release') await held.release();
    else return held.fail(how === 'fail-otp' ? 'otp' : 'password');
    return null;
  }

  return {
    async answer(need) {
      switch (need.kind) {
        case 'find-user':
          return findUser(ports.directory.users, realm, need.login);
        case 'get-user':
          return ports.directory.users.get(realm.id, need.userId);
        case 'find-email':
          return ports.directory.users.findByEmail(realm.id, need.email);
        case 'credentials':
          return ports.directory.credentials.list(realm.id, need.userId);
        case 'reserve-attempt':
          attempt =
            need.userId === null
              ? await ports.failures.reserveUnknown(realm, need.login, ipAddress)
              : await ports.failures.reserve(realm, need.userId, ipAddress);
          return attempt.allowed;
        case 'settle-attempt':
          return settle(need.how);
        case 'verify-password':
          return ports.hasher.verify(realm.realm, need.credential, need.password, ipAddress);
        case 'hash-password':
          return ports.hasher.hash(realm.realm, need.password);
        case 'check-password-policy': {
          const { user, password, credentials } = need;
          const policy = parsePasswordPolicy(realm.realm.passwordPolicy ?? '', { unknown: 'keep' });
          const { username, email } = user;
          const { hasher, clock, blacklist = () => null } = ports;
          return checkPasswordPolicy({ policy, password, username, email, history: credentials, hasher, clock, blacklist });
        }
        case 'plan-password': {
          const { user, password, credentials, sessions } = need;
          const { hasher, ids, clock } = ports;
          return planSetPassword({ realm: realm.realm, user, credentials, password, hasher, ids, clock, temporary: false, sessions });
        }
        case 'plan-link': {
          if (ports.links === undefined) throw new AnteroomError('configuration', 'nothing here can mail a link');
          const { kind: _, link, ...request } = need;
          return ports.links.plan({ realm, kind: link, lifespanSeconds: null, ...request }).changes;
        }
        case 'use-once':
          return ports.store.create({ type: 'replay', realmId: realm.id, id: need.id }, { v: 1 }, { expiresAt: need.until });
        case 'verify-assertion':
          return ports.webauthn.verifyAssertion(need);
        case 'verify-attestation':
          return ports.webauthn.verifyAttestation(need);
        case 'mailed-code':
          return ports.codes.code(realm, need);
        case 'call-module':
          return callModule(need.id, need.call, ports.log);
        case 'new-id':
          return ports.ids.uuid();
        case 'new-secret':
          return newSecret(ports.ids, need.characters, need.alphabet === 'codes' ? CODE_ALPHABET : ALPHABET);
      }
    },
    async close() {
      await settle('release');
    },
  };
}

/** By address only when the realm allows it and it looks like one; a user name may look like one too. */
async function findUser(users: NeedPorts['directory']['users'], realm: RealmSnapshot, login: string): Promise<User | null> {
  const byEmail = realm.realm.loginWithEmailAllowed && login.includes('@') ? await users.findByEmail(realm.id, login) : null;
  return byEmail ?? users.findByUsername(realm.id, login);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Without small letters: people type these from paper. */
const CODE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Letters and digits, each equally likely: bytes that would favour some are left out. */
function newSecret(ids: IdSource, characters: number, alphabet: string): string {
  const fair = Math.floor(256 / alphabet.length) * alphabet.length;
  let secret = '';
  while (secret.length < characters) {
    for (const byte of Buffer.from(ids.token(characters), 'base64url')) {
      if (byte < fair && secret.length < characters) secret += alphabet[byte % alphabet.length];
    }
  }
  return secret;
}
