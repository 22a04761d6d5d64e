import type { Urls } from '@anteroom/core';
import type { BaseUrl } from '@anteroom/http';

/** Addresses of realms below the public base URL. */
export function urlsBelow(base: BaseUrl): Urls {
  return { base: base.text, issuer: (realmName) => `${base.text}/realms/${encodeURIComponent(realmName)}` };
}
