import type { RealmSnapshot } from '@anteroom/core';

export interface LocaleWishes {
  /** `kc_locale`: the person chose it on the page. */
  readonly asked: string | undefined;
  readonly cookie: string | undefined;
  /** OpenID Connect Core §3.1.2.1, blank-separated, best first. */
  readonly uiLocales: string | undefined;
  readonly acceptLanguage: string | undefined;
}

/** Keycloak's order: chosen, remembered, asked by the client, asked by the browser, the realm's default. */
export function chooseLocale(realm: RealmSnapshot, wishes: LocaleWishes): string {
  const { internationalizationEnabled, supportedLocales = [], defaultLocale } = realm.realm;
  const fallback = defaultLocale || 'en';
  if (!internationalizationEnabled) return fallback;
  const candidates = [wishes.asked, wishes.cookie, ...(wishes.uiLocales ?? '').split(' '), ...accepted(wishes.acceptLanguage)];
  for (const candidate of candidates) {
    const found = candidate && match(supportedLocales, candidate);
    if (found) return found;
  }
  return fallback;
}

/** RFC 9110 §12.5.4, in order of quality. */
function accepted(header: string | undefined): readonly string[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range.trim().split(/;\s*q=/);
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

function match(supported: readonly string[], wanted: string): string | undefined {
  const lower = wanted.toLowerCase();
  return (
    supported.find((locale) => locale.toLowerCase() === lower) ?? supported.find((locale) => locale.toLowerCase() === lower.split('-')[0])
  );
}
