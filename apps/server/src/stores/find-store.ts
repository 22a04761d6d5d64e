import { AnteroomError, type SessionStore } from '@anteroom/core';

/**
 * One of the configured stores by what a person calls it: its address as it stands in `ANTEROOM_SESSION_STORE` (with or without its
 * password), its kind when only one is of that kind (`sql`, `redis`), or its tag.
 */
export function findStore(name: string, addresses: readonly string[], stores: readonly SessionStore[]): SessionStore {
  const exact = stores.filter((store, index) => {
    const address = addresses[index] ?? '';
    return store.tag === name || address === name || addressWithoutSecrets(address) === addressWithoutSecrets(name);
  });
  const ofKind = stores.filter((_, index) => (addresses[index] ?? '').split(':')[0] === name);
  const found = exact.length > 0 ? exact : ofKind;
  if (found.length === 1 && found[0] !== undefined) return found[0];
  const configured = addresses.map(addressWithoutSecrets).join(' ');
  throw new AnteroomError(
    'configuration',
    found.length > 1
      ? `--to ${name}: several stores are called that; use the address or the tag of one of: ${configured}`
      : `--to ${addressWithoutSecrets(name)}: ANTEROOM_SESSION_STORE does not name it (it is "${configured}"); name it on every node behind the store in use, restart them, and run this again`,
  );
}

export function addressWithoutSecrets(address: string): string {
  return address.replace(/^([\w+]+:\/\/)[^@/]*@/, '$1').replace(/([?&][\w-]*password)=[^&]*/g, '$1=***');
}
