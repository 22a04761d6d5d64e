import type { HttpAnswer, HttpContext } from '@anteroom/oidc';
import { mailListPage, mailPage } from './dev-mail-pages.ts';
import type { DevMails } from './dev-mails.ts';

const STRICT =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** The mail's own HTML: no script, no network, in an opaque origin; its links may only open windows. */
const CAGED =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** `/dev/mail`: what would have been sent, for development only. `/dev/mail/api/messages` has the same as JSON, for tests. */
export function createDevMailRoutes(mailbox: DevMails): { handle(ctx: HttpContext): Promise<boolean> } {
  return {
    async handle(ctx) {
      if (ctx.path !== '/dev/mail' && !ctx.path.startsWith('/dev/mail/')) return false;
      ctx.send(await answer(mailbox, ctx.method, ctx.path.slice('/dev/mail'.length), ctx.query));
      return true;
    },
  };
}

async function answer(mailbox: DevMails, method: string, path: string, query: URLSearchParams): Promise<HttpAnswer> {
  const reads = method === 'GET' || method === 'HEAD';
  if (path === '/api/messages' && method === 'DELETE') {
    await mailbox.clear();
    return { status: 204, headers: common(STRICT), body: null };
  }
  if (!reads) return { status: 405, headers: { ...common(STRICT), allow: 'GET, HEAD' }, body: { error: 'method_not_allowed' } };
  const mails = await mailbox.list();
  if (path === '/api/messages') {
    const to = query.get('to')?.toLowerCase();
    const found = mails.filter((mail) => to === undefined || mail.to.toLowerCase() === to);
    return { status: 200, headers: common(STRICT), body: found };
  }
  if (path === '' || path === '/') return html(200, mailListPage(mails), STRICT);
  const [, api, id, part] = /^(\/api\/messages)?\/([0-9a-f-]{36})(\/html)?$/.exec(path) ?? [];
  const mail = mails.find((one) => one.id === id);
  if (mail === undefined) return { status: 404, headers: common(STRICT), body: { error: 'not_found' } };
  if (api !== undefined) return { status: 200, headers: common(STRICT), body: mail };
  return part === undefined ? html(200, mailPage(mail), STRICT) : html(200, mail.html, CAGED);
}

function html(status: number, body: string, policy: string): HttpAnswer {
  return { status, headers: { ...common(policy), 'content-type': 'text/html; charset=utf-8' }, body };
}

function common(policy: string): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': policy,
  };
}
