import { isSecretField, MASK } from '@anteroom/core';

/** A copy for the event log: what a key names as secret is masked at any depth. */
export function withoutSecrets(value: unknown, underCredentials = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, underCredentials));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      // A credential says its secret as `{type, value}`; other values are no secrets.
      const isSecret = isSecretField(key) || (key === 'value' && (underCredentials || 'type' in value));
      if (isSecret && inner !== undefined && inner !== null) return [key, MASK];
      return [key, withoutSecrets(inner, underCredentials || key === 'credentials')];
    }),
  );
}
