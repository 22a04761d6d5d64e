import type { CodeRecord } from '@anteroom/core';
import { z } from 'zod';
import type { LibraryPayload } from '../provider/library-call.ts';
import type { TransientSnapshot } from '../tokens/token-grant.ts';

/** What a code stands for, beside the library's own payload. */
export interface CodeFacts {
  readonly payload: LibraryPayload;
  readonly grantId: string;
  readonly scope: string;
  readonly nonce: string | null;
  /** The refresh family that began with this code. */
  readonly family: string;
  readonly snapshot: TransientSnapshot | null;
  /** The key that must be proven with the code (RFC 9449 §10); null for any. */
  readonly dpopJkt: string | null;
  /** RFC 8707: what the access token is for; empty when nothing was named. */
  readonly resources: readonly string[];
  /** Claims asked for by name in the ID token. */
  readonly idTokenClaims: readonly string[];
}

const stateSchema = z.looseObject({
  library: z.record(z.string(), z.unknown()),
  scope: z.string(),
  nonce: z.string().nullable(),
  family: z.string(),
  dpopJkt: z.string().nullable().default(null),
  resources: z.array(z.string()).default([]),
  idTokenClaims: z.array(z.string()).default([]),
});

const snapshotSchema = z.looseObject({
  authTime: z.number(),
  acr: z.string(),
  amr: z.array(z.string()),
  notes: z.record(z.string(), z.string()),
});

export function readCode(record: CodeRecord): CodeFacts {
  const { library, scope, nonce, family, dpopJkt, resources, idTokenClaims } = stateSchema.parse(record.protocolState);
  const snapshot = record.snapshot === null ? null : snapshotSchema.parse(record.snapshot);
  return {
    payload: library,
    grantId: String(library.grantId),
    scope,
    nonce,
    family,
    dpopJkt,
    resources,
    idTokenClaims,
    snapshot: snapshot === null ? null : { ...snapshot, authTime: new Date(snapshot.authTime) },
  };
}

export function writeCode(
  ids: Pick<CodeRecord, 'client' | 'user' | 'session' | 'generation'>,
  facts: Omit<CodeFacts, 'grantId'>,
): CodeRecord {
  const { payload, scope, nonce, family, snapshot, dpopJkt, resources, idTokenClaims } = facts;
  const asked = {
    ...(dpopJkt === null ? {} : { dpopJkt }),
    ...(resources.length === 0 ? {} : { resources }),
    ...(idTokenClaims.length === 0 ? {} : { idTokenClaims }),
  };
  return {
    v: 1,
    ...ids,
    protocolState: { library: payload, scope, nonce, family, ...asked },
    snapshot: snapshot === null ? null : { ...snapshot, amr: [...snapshot.amr], authTime: snapshot.authTime.getTime() },
  };
}
