import { createHash } from 'node:crypto';
import { ARCHES_SVG } from './arches.ts';
import { ICON_SVG } from './icon.ts';
import { RECOVERY_CODES_JS } from './recovery-codes.ts';
import { SHOW_PASSWORD_JS } from './show-password.ts';
import { STYLE_CSS } from './style.ts';
import { SUBMIT_FORM_JS } from './submit-form.ts';
import { WEBAUTHN_JS } from './webauthn.ts';
import { WEBAUTHN_REGISTER_JS } from './webauthn-register.ts';

/** A static file as data, so that a bundled server needs no files beside it. */
export interface PageResource {
  /** `/resources/<hash>/<name>`: the hash is in the path, so the answer may be cached for ever. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  readonly hash: string;
}

export interface PageResources {
  /** `/resources/<hash>`: what `PageContext.resources` is. One hash over all files, because they belong together. */
  readonly base: string;
  readonly files: readonly PageResource[];
}

const FILES: readonly (readonly [name: string, contentType: string, body: string])[] = [
  ['style.css', 'text/css; charset=utf-8', STYLE_CSS],
  ['show-password.js', 'text/javascript; charset=utf-8', SHOW_PASSWORD_JS],
  ['submit-form.js', 'text/javascript; charset=utf-8', SUBMIT_FORM_JS],
  ['recovery-codes.js', 'text/javascript; charset=utf-8', RECOVERY_CODES_JS],
  ['webauthn.js', 'text/javascript; charset=utf-8', WEBAUTHN_JS],
  ['webauthn-register.js', 'text/javascript; charset=utf-8', WEBAUTHN_REGISTER_JS],
  ['icon.svg', 'image/svg+xml', ICON_SVG],
  ['arches.svg', 'image/svg+xml', ARCHES_SVG],
];

export function createPageResources(): PageResources {
  const all = createHash('sha256');
  for (const [name, , body] of FILES) all.update(`${name}\0${body}\0`);
  const hash = all.digest('base64url').slice(0, 16);
  const base = `/resources/${hash}`;
  return { base, files: FILES.map(([name, contentType, body]) => ({ path: `${base}/${name}`, contentType, body, hash })) };
}
