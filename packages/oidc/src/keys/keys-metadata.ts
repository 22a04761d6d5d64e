import type { RealmSnapshot } from '@anteroom/core';
import { realmKeys } from './realm-keys.ts';

/** Keycloak's KeysMetadataRepresentation (`GET /admin/realms/{realm}/keys`). */
export interface KeysMetadata {
  /** Algorithm → kid of its active key. */
  readonly active: Readonly<Record<string, string>>;
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

export function keysMetadata(snapshot: RealmSnapshot): KeysMetadata {
  const active: Record<string, string> = {};
  const keys = realmKeys(snapshot).all.map((key) => {
    if (key.status === 'ACTIVE') active[key.algorithm] ??= key.kid;
    return {
      providerId: key.providerId,
      providerPriority: key.priority,
      kid: key.kid,
      status: key.status,
      type: key.type,
      algorithm: key.algorithm,
      ...(key.publicKey === null ? {} : { publicKey: key.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }),
      ...(key.certificate === null ? {} : { certificate: key.certificate.der.toString('base64') }),
      use: key.use,
      ...(key.certificate?.validTo == null ? {} : { validTo: key.certificate.validTo.getTime() }),
    };
  });
  return { active, keys };
}
