import type { Client } from '@anteroom/core';

/** The SSO session as the protocol library sees it (its `Session` model): who, since when, and the virtual grant of the client. */
export interface SessionView {
  readonly uid: string;
  readonly accountId: string;
  readonly authTime: number;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly grantId: string;
}

/** A virtual grant: derived from the session's client entry (or from the code of a transient login), never stored. */
export interface GrantView {
  readonly id: string;
  readonly accountId: string;
}

/** What the library remembers of a code or a refresh token; opaque to everything but it. */
export type LibraryPayload = Readonly<Record<string, unknown>>;

/** An authorization response as the library composed it, before any response mode. */
export interface CapturedResponse {
  readonly redirectUri: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * One in-process call into the library: everything its models may read or write while it runs. The adapter and the model overrides
 * look here (by the library's own asynchronous context) and nowhere else, so a call can do exactly what its grant allows.
 */
export interface LibraryCall {
  /** The client, already authenticated by us where the route asks for it. */
  readonly client: Client;
  /** The redirect URI that our own check allowed; the library accepts no other. */
  readonly redirectUri: string | null;
  /** The account this call may load. */
  readonly accountId: () => string | null;
  readonly session: () => SessionView | null;
  readonly findGrant: (id: string) => Promise<GrantView | null>;
  readonly newCode: () => string;
  readonly saveCode: (code: string, payload: LibraryPayload) => Promise<void>;
  /** Atomic: the payload for exactly one of many callers. */
  readonly redeemCode: (code: string) => Promise<LibraryPayload | null>;
  /** Verifies and reads a refresh token; throws `InvalidGrant` with the reason as its detail. */
  readonly findRefreshToken: (token: string) => Promise<LibraryPayload | null>;
  /** Rotation or touch, atomic; throws `InvalidGrant` when it lost. */
  readonly useRefreshToken: () => Promise<void>;
  /** Filled while the call runs. */
  response: CapturedResponse | null;
  error: unknown;
}

const refuse = (what: string) => (): never => {
  throw new Error(`the protocol library asked for ${what} in a call that has none`);
};

/** A call that may do nothing; each grant overrides what it needs. */
export function libraryCall(overrides: Partial<LibraryCall> & Pick<LibraryCall, 'client'>): LibraryCall {
  return {
    redirectUri: null,
    accountId: () => null,
    session: () => null,
    findGrant: async () => null,
    newCode: refuse('a code'),
    saveCode: refuse('a code to be saved'),
    redeemCode: async () => null,
    findRefreshToken: async () => null,
    useRefreshToken: refuse('a refresh token to be used'),
    response: null,
    error: null,
    ...overrides,
  };
}
