import { FALLBACK_LOCALE } from '../messages/catalogue.ts';

/** A tag `Intl` accepts: a realm may name a language that no standard knows. */
export function intlLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? FALLBACK_LOCALE;
  } catch {
    return FALLBACK_LOCALE;
  }
}
