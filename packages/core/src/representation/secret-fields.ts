import { SMTP_SECRETS } from '../directory/realm.ts';
import { ROTATED_SECRET } from './client.ts';
import { SECRET_COMPONENT_KEYS } from './component.ts';

const SECRET_FIELDS: ReadonlySet<string> = new Set([
  ...SECRET_COMPONENT_KEYS,
  ...SMTP_SECRETS,
  ROTATED_SECRET,
  'clientSecret',
  'client_secret',
  'secretData',
  'registrationToken',
  'registrationAccessToken',
]);

/** Whether a key of a representation, or the name of a client's attribute, holds a secret: `secret`, `privateKey`, `saml.signing.private.key`. */
export const isSecretField = (name: string): boolean => SECRET_FIELDS.has(name) || /(^|\.)private\.key$/.test(name);
