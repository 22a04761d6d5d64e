import type { RealmSnapshot } from '@anteroom/core';

/** Keycloak's keys of `browserSecurityHeaders` and the headers they set. */
const REALM_HEADERS = {
  xFrameOptions: 'x-frame-options',
  xContentTypeOptions: 'x-content-type-options',
  xRobotsTag: 'x-robots-tag',
  referrerPolicy: 'referrer-policy',
  strictTransportSecurity: 'strict-transport-security',
} as const;

/**
 * What our pages need and no more: own style sheet, script and pictures. No `form-action`: browsers apply it to the redirect that
 * follows a form, which goes to the client.
 */
const OURS = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'base-uri': "'none'",
  'object-src': "'none'",
} as const;

/** Security headers of a page: the realm's own, with a policy that is never wider than ours for what pages load, but for `frames`. */
export function pageHeaders({ realm }: RealmSnapshot, frames: readonly string[] = []): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };
  for (const [key, header] of Object.entries(REALM_HEADERS)) {
    const value = realm.browserSecurityHeaders[key];
    if (value) headers[header] = value;
  }
  const policy = new Map<string, string>([['frame-ancestors', "'self'"]]);
  for (const directive of (realm.browserSecurityHeaders.contentSecurityPolicy ?? '').split(';')) {
    const [name = '', ...values] = directive.trim().split(/\s+/);
    if (name !== '') policy.set(name.toLowerCase(), values.join(' '));
  }
  for (const [name, value] of Object.entries(OURS)) policy.set(name, value);
  if (frames.length > 0) policy.set('frame-src', [...new Set(frames)].join(' '));
  headers['content-security-policy'] = [...policy].map(([name, value]) => `${name} ${value}`).join('; ');
  return headers;
}
