import type { UserPatch } from '../directory/change.ts';
import type { Credential, User } from '../directory/user.ts';
import { type Representation, readFlag, readNumber, readText, readTexts, readTextsMap, without } from './read.ts';

/** Keys of a UserRepresentation that the model holds itself or that are derived; everything else of an import is kept in `extra`. */
const KNOWN = [
  'id', 'username', 'email', 'emailVerified', 'firstName', 'lastName', 'enabled', 'createdTimestamp', 'attributes', 'requiredActions', 'notBefore',
  'serviceAccountClientId', 'realmRoles', 'clientRoles', 'groups', 'credentials', 'totp', 'disableableCredentialTypes', 'access', 'clientConsents', 'self', 'origin',
  'userProfileMetadata',
]; // biome-ignore format: a table of names

export interface UserRepresentationOptions {
  /** Lists with `briefRepresentation=true`. */
  readonly brief?: boolean;
  /** The user's credentials, for `totp`. */
  readonly credentials?: readonly Pick<Credential, 'type'>[];
  readonly access?: Readonly<Record<string, boolean>>;
}

/** `attributes` is absent when there are none, names and address when they are null (as recorded). */
export function toUserRepresentation(user: User, options: UserRepresentationOptions = {}): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    ...(user.firstName === null ? {} : { firstName: user.firstName }),
    ...(user.lastName === null ? {} : { lastName: user.lastName }),
    ...(user.email === null ? {} : { email: user.email }),
    emailVerified: user.emailVerified,
    ...(options.brief || Object.keys(user.attributes).length === 0 ? {} : { attributes: { ...user.attributes } }),
    enabled: user.enabled,
    createdTimestamp: user.createdAt.getTime(),
    ...(options.brief
      ? {}
      : {
          totp: options.credentials?.some((credential) => credential.type === 'otp') ?? false,
          disableableCredentialTypes: [],
          requiredActions: [...user.requiredActions],
          notBefore: user.notBefore,
          ...user.extra,
        }),
    ...(options.access === undefined ? {} : { access: { ...options.access } }),
  };
}

/** A new user. Usernames and addresses are kept in lower case. Roles, groups and credentials are the caller's. */
export function fromUserRepresentation(representation: Representation, defaults: { readonly id: string; readonly createdAt: Date }): User {
  const created = readNumber(representation, 'createdTimestamp');
  return {
    id: readText(representation, 'id') ?? defaults.id,
    username: (readText(representation, 'username') ?? '').toLowerCase(),
    email: emptyToNull(readText(representation, 'email')?.toLowerCase()),
    emailVerified: readFlag(representation, 'emailVerified') ?? false,
    firstName: readText(representation, 'firstName') ?? null,
    lastName: readText(representation, 'lastName') ?? null,
    enabled: readFlag(representation, 'enabled') ?? false,
    createdAt: created === undefined ? defaults.createdAt : new Date(created),
    attributes: readTextsMap(representation, 'attributes') ?? {},
    requiredActions: readTexts(representation, 'requiredActions') ?? [],
    notBefore: readNumber(representation, 'notBefore') ?? 0,
    sessionsNotBefore: null,
    credentialVersion: 1,
    serviceAccountClient: null,
    roles: [],
    groups: [],
    extra: without(representation, KNOWN),
  };
}

/** Keys that the representation holds, and only those (`PUT users/{id}` is partial). Unknown keys do not change `extra`. */
export function toUserPatch(representation: Representation): UserPatch {
  const username = readText(representation, 'username');
  const emailVerified = readFlag(representation, 'emailVerified');
  const enabled = readFlag(representation, 'enabled');
  const attributes = readTextsMap(representation, 'attributes');
  const requiredActions = readTexts(representation, 'requiredActions');
  const notBefore = readNumber(representation, 'notBefore');
  const email = readText(representation, 'email');
  const firstName = readText(representation, 'firstName');
  const lastName = readText(representation, 'lastName');
  return {
    ...(username === undefined ? {} : { username: username.toLowerCase() }),
    ...(email === undefined ? {} : { email: emptyToNull(email.toLowerCase()) }),
    ...(emailVerified === undefined ? {} : { emailVerified }),
    ...(firstName === undefined ? {} : { firstName: emptyToNull(firstName) }),
    ...(lastName === undefined ? {} : { lastName: emptyToNull(lastName) }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(requiredActions === undefined ? {} : { requiredActions }),
    ...(notBefore === undefined ? {} : { notBefore }),
  };
}

/** The keys of a UserRepresentation that exist; the Admin REST API refuses others. */
export const USER_KEYS: readonly string[] = [...KNOWN, 'federationLink', 'federatedIdentities', 'socialLinks', 'applicationRoles'];

function emptyToNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
