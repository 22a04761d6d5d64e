/** The only source of time. Expiry is decided by it, never by a store's own clock. */
export interface Clock {
  now(): Date;
}

/** The only source of randomness for identifiers and secrets. */
export interface IdSource {
  /** RFC 9562 UUID, version 4: ids of directory objects, `jti`. */
  uuid(): string;
  /** `bytes` of randomness as base64url without padding. */
  token(bytes: number): string;
}
