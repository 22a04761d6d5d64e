import { useEffect, useRef } from 'react';
import './mail-body.css';

/**
 * A mail's page inside of ours. Mails carry their styles inline, which the policy of the console refuses to read from markup but lets a
 * script set; a shadow tree keeps them to the mail. Nothing in it runs, and no link of it leads anywhere.
 */
export function MailBody({ html, locale }: { readonly html: string; readonly locale: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = host.current?.shadowRoot ?? host.current?.attachShadow({ mode: 'open' });
    if (root) showMail(root, html);
  }, [html]);
  return <div ref={host} className="mail-body" lang={locale} />;
}

function showMail(root: ShadowRoot, html: string): void {
  const sheets: CSSStyleSheet[] = [];
  const bare = html
    .replace(/<style[^>]*>([\s\S]*?)<\/style>/gi, (_, css: string) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.push(sheet);
      return '';
    })
    .replace(/\sstyle=/gi, ' data-style=');
  root.innerHTML = bare;
  root.adoptedStyleSheets = sheets;
  for (const element of root.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? '';
    delete element.dataset.style;
  }
  for (const head of root.querySelectorAll('title, meta, base, script')) head.remove();
  for (const link of root.querySelectorAll('a[href]')) {
    link.setAttribute('title', link.getAttribute('href') ?? '');
    link.removeAttribute('href');
  }
}
