import {
  type ActionLink,
  type ActionLinkKind,
  AnteroomError,
  type Change,
  type Clock,
  type IdSource,
  type OutboxMessage,
  type RealmSnapshot,
  type User,
} from '@anteroom/core';

/** A link to be made and mailed. Whether it may be made is `checkExecuteActions`' business. */
export interface LinkRequest {
  readonly realm: RealmSnapshot;
  readonly user: User;
  readonly kind: ActionLinkKind;
  readonly actions: readonly string[];
  /** `clientId`; Keycloak's default is `account`. */
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  /** Null takes the realm's lifespan for the kind. */
  readonly lifespanSeconds: number | null;
  readonly locale: string | null;
}

export interface PlannedLink {
  readonly link: ActionLink;
  readonly message: OutboxMessage;
  /** Link and mail; the caller adds its own event and commits all of it in one unit. */
  readonly changes: readonly Change[];
}

const DEFAULT_CLIENT = 'account';
/** Keycloak's lifespans are 32-bit seconds. */
const LONGEST_LIFESPAN = 2 ** 31 - 1;

const TEMPLATES: Readonly<Record<ActionLinkKind, string>> = {
  'execute-actions': 'execute-actions',
  'reset-credentials': 'password-reset',
  'verify-email': 'email-verification',
  'update-email': 'email-update-confirmation',
};

export function planLink(request: LinkRequest, sources: { readonly clock: Clock; readonly ids: IdSource }): PlannedLink {
  const { realm, user } = request;
  if (user.email === null || user.email === '') {
    throw new AnteroomError('invalid_input', 'a link needs an address to go to', { publicText: 'User email missing' });
  }
  const lifespan = request.lifespanSeconds ?? realmLifespan(realm, request.kind);
  if (!Number.isSafeInteger(lifespan) || lifespan < 1 || lifespan > LONGEST_LIFESPAN) {
    throw new AnteroomError('invalid_input', `lifespan ${lifespan} is not a number of seconds`, { publicText: 'Invalid lifespan' });
  }
  const now = sources.clock.now();
  const link: ActionLink = {
    id: sources.ids.uuid(),
    userId: user.id,
    kind: request.kind,
    actions: [...new Set(request.actions)],
    email: user.email.toLowerCase(),
    credentialVersion: user.credentialVersion,
    clientId: request.clientId ?? DEFAULT_CLIENT,
    redirectUri: request.redirectUri,
    locale: request.locale ?? localeOf(realm, user),
    createdAt: now,
    // Whole seconds, as the token's `exp` has them: row and token expire together.
    expiresAt: new Date((Math.floor(now.getTime() / 1000) + lifespan) * 1000),
    state: 'open',
    replacedBy: null,
    done: [],
    usedAt: null,
  };
  const message: OutboxMessage = {
    id: sources.ids.uuid(),
    to: user.email,
    template: TEMPLATES[link.kind],
    parameters: {},
    locale: link.locale,
    linkId: link.id,
    userId: user.id,
    state: 'queued',
    attempts: 0,
    createdAt: now,
    dueAt: now,
    expiresAt: link.expiresAt,
    lastError: null,
    sentAt: null,
  };
  return {
    link,
    message,
    changes: [
      { kind: 'create-link', link },
      { kind: 'queue-mail', message },
    ],
  };
}

/** An administrator's link lives as long as the realm says; a user's own has an override per kind (`actionTokenGeneratedByUserLifespan.<kind>`). */
function realmLifespan(realm: RealmSnapshot, kind: ActionLinkKind): number {
  if (kind === 'execute-actions') return realm.realm.actionTokenGeneratedByAdminLifespan;
  const override = Number(realm.realm.attributes[`actionTokenGeneratedByUserLifespan.${kind}`]);
  return Number.isSafeInteger(override) && override > 0 ? override : realm.realm.actionTokenGeneratedByUserLifespan;
}

/** Keycloak's order for mail: the user's own `locale`, then the realm's default. */
function localeOf(realm: RealmSnapshot, user: User): string | null {
  if (!realm.realm.internationalizationEnabled) return null;
  const wanted = user.attributes.locale?.[0];
  if (wanted !== undefined && realm.realm.supportedLocales?.includes(wanted)) return wanted;
  return realm.realm.defaultLocale ?? null;
}
