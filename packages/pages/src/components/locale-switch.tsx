import type { PageContext } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';

/** Links with `kc_locale`: they work without a script. */
export function LocaleSwitch({ context, t }: { readonly context: PageContext; readonly t: Translator }) {
  const { supportedLocales, internationalizationEnabled } = context.realm;
  const { changeLocale } = context.links;
  if (!internationalizationEnabled || supportedLocales.length < 2 || changeLocale === undefined) return null;
  return (
    <nav id="kc-locale" aria-label={t.text('languageLabel')}>
      <ul>
        {supportedLocales.map((locale) => (
          <li key={locale}>
            <a
              href={changeLocale(locale)}
              lang={locale.replaceAll('_', '-')}
              hreflang={locale.replaceAll('_', '-')}
              aria-current={locale === t.locale ? 'true' : undefined}
            >
              {t.languageName(locale)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
