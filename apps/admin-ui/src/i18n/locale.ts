import { everywhere } from './en/everywhere.ts';
import type { Common, Messages } from './messages.ts';

export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** The names of the languages in themselves. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' };

const STORAGE_KEY = 'anteroom.locale';

const isLocale = (value: string | null | undefined): value is Locale => LOCALES.some((locale) => locale === value);

/** The language chosen here before, else the first of the browser's that there is, else English. */
export function chosenLocale(storage: Pick<Storage, 'getItem'>, wanted: readonly string[]): Locale {
  const stored = storage.getItem(STORAGE_KEY);
  if (isLocale(stored)) return stored;
  return wanted.map((tag) => tag.split('-')[0]).find(isLocale) ?? 'en';
}

/** The browser's own variant of a language; the bare language where it has none. */
export const regionOf = (locale: Locale, wanted: readonly string[]): string => wanted.find((tag) => tag.split('-')[0] === locale) ?? locale;

export function rememberLocale(storage: Pick<Storage, 'setItem'>, locale: Locale): void {
  storage.setItem(STORAGE_KEY, locale);
}

/** What is said before somebody is signed in. English is always there; another language is fetched when it is asked for. */
export async function loadCommon(locale: Locale): Promise<Common> {
  return locale === 'de' ? (await import('./de/everywhere.ts')).everywhere : everywhere;
}

/** Everything, for the rooms. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  return locale === 'de' ? (await import('./de/index.ts')).de : (await import('./en/index.ts')).en;
}
