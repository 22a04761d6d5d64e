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
  /** Where it goes when that is not the account's address. */
  readonly email?: string;
  /** Not mailed: whoever asks is given the address and passes it on. It proves nothing about a mailbox then. */
  readonly handedOver?: boolean;
  readonly details?: ActionLink['details'];
}

export interface PlannedLink {
  readonly link: ActionLink;
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
  'undo-email': 'email-changed',
  invitation: 'invitation',
  'end-session': 'new-device',
};

export function planLink(request: LinkRequest, sources: { readonly clock: Clock; readonly ids: IdSource }): PlannedLink {
  const { realm, user } = request;
  const email = request.email ?? user.email ?? '';
  if (email === '' && request.handedOver !== true) {
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
    email: email.toLowerCase(),
    credentialVersion: user.credentialVersion,
    clientId: request.clientId ?? DEFAULT_CLIENT,
    redirectUri: request.redirectUri,
    locale: request.locale ?? mailLocale(realm, user),
    createdAt: now,
    // Whole seconds, as the token's `exp` has them: row and token expire together.
    expiresAt: new Date((Math.floor(now.getTime() / 1000) + lifespan) * 1000),
    state: 'open',
    replacedBy: null,
    done: [],
    openedAt: null,
    usedAt: null,
    details: { ...request.details, ...(request.handedOver === true ? { handedOver: 'true' } : {}) },
  };
  const message = messageFor(link, email, sources);
  return {
    link,
    changes: [{ kind: 'create-link', link }, ...(request.handedOver === true ? [] : [{ kind: 'queue-mail', message } as const])],
  };
}

/** Details that the mail's text speaks of. */
const TOLD: ReadonlySet<string> = new Set(['newEmail', 'at', 'from', 'device']);

/** The message that carries a link. */
export function messageFor(link: ActionLink, to: string, { clock, ids }: { readonly clock: Clock; readonly ids: IdSource }): OutboxMessage {
  const now = clock.now();
  return {
    id: ids.uuid(),
    to,
    template: TEMPLATES[link.kind],
    parameters: Object.fromEntries(Object.entries(link.details).filter(([name]) => TOLD.has(name))),
    locale: link.locale,
    linkId: link.id,
    userId: link.userId,
    state: 'queued',
    attempts: 0,
    createdAt: now,
    dueAt: now,
    expiresAt: link.expiresAt,
    lastError: null,
    sentAt: null,
  };
}

const WEEK = 7 * 24 * 60 * 60;

/** An administrator's link lives as long as the realm says, a warning for a week; each kind has an override of its own. */
function realmLifespan({ realm }: RealmSnapshot, kind: ActionLinkKind): number {
  const override = (name: string): number | null => {
    const seconds = Number(realm.attributes[`${name}.${kind}`]);
    return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : null;
  };
  switch (kind) {
    case 'execute-actions':
    case 'invitation':
      return override('actionTokenGeneratedByAdminLifespan') ?? realm.actionTokenGeneratedByAdminLifespan;
    case 'undo-email':
    case 'end-session':
      return override('actionTokenGeneratedByUserLifespan') ?? WEEK;
    case 'reset-credentials':
    case 'verify-email':
    case 'update-email':
      return override('actionTokenGeneratedByUserLifespan') ?? realm.actionTokenGeneratedByUserLifespan;
  }
}

/** Keycloak's order for mail: the user's own `locale`, then the realm's default. */
export function mailLocale(realm: RealmSnapshot, user: User): string | null {
  if (!realm.realm.internationalizationEnabled) return null;
  const wanted = user.attributes.locale?.[0];
  if (wanted !== undefined && realm.realm.supportedLocales?.includes(wanted)) return wanted;
  return realm.realm.defaultLocale ?? null;
}
