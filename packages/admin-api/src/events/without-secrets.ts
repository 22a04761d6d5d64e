const SECRET_KEYS = new Set([
  'secret',
  'password',
  'value',
  'secretData',
  'clientSecret',
  'privateKey',
  'bindCredential',
  'client_secret',
  'registrationAccessToken',
]);

/** A copy for the event log: what a key names as secret is masked at any depth. */
export function withoutSecrets(value: unknown, underCredentials = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, underCredentials));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isValue = key === 'value' && !underCredentials && !('type' in value);
      if (SECRET_KEYS.has(key) && !isValue && inner !== undefined && inner !== null) return [key, '**********'];
      return [key, withoutSecrets(inner, underCredentials || key === 'credentials')];
    }),
  );
}
