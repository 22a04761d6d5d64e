import type { PageContext } from '@anteroom/core';
import type { ComponentChildren } from 'preact';
import { textDirection } from '../text/text-direction.ts';
import type { Translator } from '../text/translator.ts';
import { LocaleSwitch } from './locale-switch.tsx';
import { RealmName } from './realm-name.tsx';

export interface PageShellProps {
  readonly context: PageContext;
  readonly t: Translator;
  /** Of the document; Keycloak's pages say "Sign in to {realm}" almost everywhere, and automation made for them reads it. */
  readonly title?: string;
  readonly heading: string;
  /** Files of our own, loaded after the page; every page works without them. */
  readonly scripts?: readonly ('show-password.js' | 'submit-form.js' | 'webauthn.js' | 'webauthn-register.js' | 'recovery-codes.js')[];
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** The document around every view: brand, one heading, one card, languages. */
export function Page({ context, t, title, heading, scripts = [], wide = false, children }: PageShellProps) {
  return (
    <html lang={t.locale.replaceAll('_', '-')} dir={textDirection(t.locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>{title ?? t.text('loginTitle', context.realm.displayName || context.realm.name)}</title>
        <link rel="icon" type="image/svg+xml" href={`${context.resources}/icon.svg`} />
        <link rel="stylesheet" href={`${context.resources}/style.css`} />
        {scripts.map((name) => (
          <script key={name} type="module" src={`${context.resources}/${name}`} />
        ))}
      </head>
      <body>
        <div class={wide ? 'page page-wide' : 'page'}>
          <header id="kc-header">
            <img class="mark" src={`${context.resources}/icon.svg`} alt="" width="40" height="40" />
            <div id="kc-header-wrapper">
              <RealmName realm={context.realm} />
            </div>
          </header>
          <main id="kc-content">
            <h1 id="kc-page-title">{heading}</h1>
            {children}
          </main>
          <footer>
            <LocaleSwitch context={context} t={t} />
            {context.development ? <p class="development">{t.text('developmentBanner')}</p> : null}
          </footer>
        </div>
      </body>
    </html>
  );
}
