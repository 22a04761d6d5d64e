import { join } from 'node:path';

/** A realm exported by a Keycloak, with users of every hash kind. */
export const ACME_EXPORT = join(import.meta.dirname, '../../../packages/testkit/src/fixtures/keycloak/acme-realm.json');
/** Where that Keycloak lived. */
export const ACME_OLD_BASE = 'http://127.0.0.1:8280';

export const ACME_SPA = { id: 'acme-spa' };
export const ACME_API = { client_id: 'acme-api', client_secret: 'acme-api-secret' };
export const ACME_REPORTS = { client_id: 'acme-reports', client_secret: 'acme-reports-secret' };

export const PASSWORDS: Readonly<Record<string, string>> = {
  alice: 'Alice-pw-2026',
  bob: 'Bob-pw-2026',
  carol: 'Carol-pw-2026',
  dan: 'Dan-pw-2026',
  erin: 'Erin-pw-2026',
  frank: 'Frank-pw-2026',
  gina: 'Gina-pw-2026',
  harald: 'Pässwörd-日本-2026',
  judy: 'Judy-pw-2026',
  kim: 'Kim-pw-2026',
};
export const KIM_TOTP = 'acmekimtotpsecret123';
