import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../http-context.ts';

/**
 * A page that is nothing but a script, for frames in pages of other origins: any page may frame it, and it runs this one script (named by
 * its hash) and loads nothing.
 */
export function scriptPage(title: string, script: string, connect = "'none'"): HttpAnswer {
  const hash = createHash('sha256').update(script).digest('base64');
  return {
    status: 200,
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'no-cache, must-revalidate, no-transform, no-store',
      'content-security-policy': `default-src 'none'; script-src 'sha256-${hash}'; connect-src ${connect}; base-uri 'none'; form-action 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'none',
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><script>${script}</script></head><body></body></html>`,
  };
}
