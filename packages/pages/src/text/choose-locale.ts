import { FALLBACK_LOCALE } from '../messages/catalogue.ts';

/** Where a locale may come from, strongest first; absent sources are null. */
export interface LocaleSources {
  /** The realm's `supportedLocales`; empty when internationalization is off. */
  readonly supported: readonly string[];
  /** `kc_locale`, chosen by a click. */
  readonly kcLocale: string | null;
  /** The user's attribute `locale`. */
  readonly userLocale: string | null;
  /** The client's `ui_locales`, blank-separated by preference (OpenID Connect Core §3.1.2.1). */
  readonly uiLocales: string | null;
  /** `KEYCLOAK_LOCALE`. */
  readonly cookie: string | null;
  readonly acceptLanguage: string | null;
  /** The realm's `defaultLocale`. */
  readonly default: string | null;
}

const normal = (locale: string): string => locale.trim().replaceAll('_', '-').toLowerCase();

/** Exact, then by language only (`de-AT` finds `de`, `pt` finds `pt-BR`). */
function match(wanted: string, supported: readonly string[]): string | null {
  const tag = normal(wanted);
  if (tag === '') return null;
  const exact = supported.find((locale) => normal(locale) === tag);
  if (exact !== undefined) return exact;
  const language = tag.split('-')[0]!;
  return (
    supported.find((locale) => normal(locale) === language) ?? supported.find((locale) => normal(locale).split('-')[0] === language) ?? null
  );
}

/** Languages of an `Accept-Language` header, best first (RFC 9110 §12.5.4); a hostile header is cut. */
function accepted(header: string): readonly string[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality), position };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.position - b.position)
    .map(({ tag }) => tag);
}

/** The page's language in Keycloak's order; always one of the supported, or the realm's default. */
export function chooseLocale(sources: LocaleSources): string {
  const wanted = [
    sources.kcLocale ?? '',
    sources.userLocale ?? '',
    ...(sources.uiLocales ?? '').split(/\s+/),
    sources.cookie ?? '',
    ...accepted(sources.acceptLanguage ?? ''),
  ];
  for (const locale of wanted) {
    const found = match(locale, sources.supported);
    if (found !== null) return found;
  }
  return sources.default || FALLBACK_LOCALE;
}
