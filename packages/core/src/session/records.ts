import { z } from 'zod';

/**
 * The records of the session plane, frozen (settled 21). Each carries `v`; unknown fields are kept (`looseObject`), so an older build
 * does not drop what a newer one wrote. Times inside records are epoch milliseconds unless the name says `…Seconds`.
 */

const refreshFamily = z.looseObject({
  id: z.string(),
  /** Rises with each rotation; the only valid refresh token of the family carries it. */
  counter: z.number(),
  /** When the counter rose last, for the reuse grace. */
  at: z.number(),
  /** Uses of the token whose successor carries `counter` (`refreshTokenMaxReuse`). */
  uses: z.number().default(0),
});

export const clientEntrySchema = z.looseObject({
  /** Client UUID. */
  client: z.string(),
  /** Random per entry: tokens of an entry that was removed do not come back to life with the next single sign-on (settled 8). */
  generation: z.string(),
  started: z.number(),
  lastAccess: z.number(),
  redirectUri: z.string().nullable(),
  scope: z.string(),
  authTime: z.number(),
  acr: z.string(),
  notes: z.record(z.string(), z.string()),
  families: z.array(refreshFamily),
  /** Revoked access tokens of this entry until they expire. */
  revoked: z.array(z.looseObject({ jti: z.string(), exp: z.number() })),
});

export const sessionSchema = z.looseObject({
  v: z.literal(1),
  user: z.string(),
  username: z.string(),
  started: z.number(),
  lastAccess: z.number(),
  /** When the user last proved who they are; `auth_time` is its seconds. */
  authTime: z.number(),
  acr: z.string(),
  amr: z.array(z.string()),
  rememberMe: z.boolean(),
  ipAddress: z.string(),
  authMethod: z.string(),
  /** SHA-256 (base64url) of the secret half of the identity cookie; null for sessions no browser holds. */
  secretHash: z.string().nullable(),
  notes: z.record(z.string(), z.string()),
  clients: z.record(z.string(), clientEntrySchema),
});

/** A tab of a browser: a login in progress. Id `{root}.{tab}`; the root is stored by hash (settled 1, 3). */
export const loginSchema = z.looseObject({
  v: z.literal(1),
  tab: z.string(),
  client: z.string(),
  protocol: z.enum(['openid-connect', 'saml', 'docker-v2']),
  /** The request as it came: authorization parameters. */
  request: z.record(z.string(), z.string()),
  /** The protocol library's own state, opaque to everything but its package. */
  protocolState: z.record(z.string(), z.unknown()),
  /** The flow engine's state (`FlowState`), plain data. */
  flow: z.record(z.string(), z.unknown()).nullable(),
  /** SHA-256 of the session_code the next POST must carry. */
  sessionCodeHash: z.string().nullable(),
  /** Set when the tab ended: for 60 s the same POST gets a new code from the SSO session (settled 5). */
  done: z.looseObject({ session: z.string().nullable(), at: z.number() }).nullable(),
  /** Bytes of the request allowed to make it transient; decided when the login ends. */
  transient: z.boolean(),
});

export const codeSchema = z.looseObject({
  v: z.literal(1),
  client: z.string(),
  user: z.string(),
  /** The SSO session; null for a transient login, whose snapshot travels here. */
  session: z.string().nullable(),
  generation: z.string().nullable(),
  protocolState: z.record(z.string(), z.unknown()),
  /** What token issue needs of a transient login: acr, amr, auth time, notes. */
  snapshot: z.record(z.string(), z.unknown()).nullable(),
});

const opaqueSchema = z.looseObject({ v: z.literal(1), protocolState: z.record(z.string(), z.unknown()) });

/** One-time identifiers: DPoP proofs, client assertion `jti`, TOTP steps. Present means used. */
export const replaySchema = z.looseObject({ v: z.literal(1) });

/** Login failures of one user (id = user id), Keycloak's counters. */
export const failureSchema = z.looseObject({
  v: z.literal(1),
  failures: z.number(),
  temporaryLockouts: z.number(),
  /** Secondary (OTP) failures. */
  secondary: z.number(),
  lastFailure: z.number(),
  lastIp: z.string(),
  /** Epoch milliseconds; 0 when not locked. */
  lockedUntil: z.number(),
});

/** Marks such as a revoked sessionless token, or state that must survive but is no session. */
export const markerSchema = z.looseObject({ v: z.literal(1), note: z.string().default('') });

export const recordSchemas = {
  session: sessionSchema,
  'offline-session': sessionSchema,
  login: loginSchema,
  code: codeSchema,
  par: opaqueSchema,
  device: opaqueSchema,
  ciba: opaqueSchema,
  replay: replaySchema,
  failure: failureSchema,
  marker: markerSchema,
} as const;

export type RecordType = keyof typeof recordSchemas;
export type RecordValues = { readonly [T in RecordType]: z.infer<(typeof recordSchemas)[T]> };
export type SessionRecord = RecordValues['session'];
export type ClientEntry = z.infer<typeof clientEntrySchema>;
export type LoginRecord = RecordValues['login'];
export type CodeRecord = RecordValues['code'];
export type FailureRecord = RecordValues['failure'];

export const RECORD_TYPES = Object.keys(recordSchemas) as readonly RecordType[];
