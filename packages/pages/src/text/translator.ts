import type { Message } from '@anteroom/core';
import { type Catalogues, FALLBACK_LOCALE, type TextKey } from '../messages/catalogue.ts';
import { intlLocale } from './intl-locale.ts';
import { languageName } from './language-name.ts';
import { mailBodyOfHtml } from './mail-body-of-html.ts';
import { createMessageFormat, type MessageArgument, type MessageFormat, plainText } from './message-format.ts';

/** Keycloak's `localizationTexts`: locale → key → text. */
type RealmTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The words of one page or mail, in one language. */
export interface Translator {
  readonly locale: string;
  /** A text the product knows. */
  text(key: TextKey, ...args: readonly MessageArgument[]): string;
  /** A message that came with a view. Unknown keys never reach the person: a sentence is shown as it is, a bare key as a general text. */
  message(message: Message): string;
  /** A label from the realm's data, where Keycloak allows `${key}`. */
  label(value: string): string;
  /** A language's own name for itself, which is what its speakers look for. */
  languageName(locale: string): string;
  /** A day, as the language writes it. */
  date(value: Date): string;
  /** The text of a key that may be unknown. */
  find(key: string): string | null;
}

export interface Translators {
  for(locale: string, realmTexts: RealmTexts): Translator;
}

const languageOf = (locale: string): string => locale.split(/[-_]/)[0]!.toLowerCase();

/** A realm's own text; Keycloak's mails have a second one for HTML (`…BodyHtml`), which serves both bodies where it is the only one. */
function realmText(texts: Readonly<Record<string, string>>, key: string): string | null {
  if (Object.hasOwn(texts, key)) return texts[key]!;
  const html = `${key}Html`;
  return key.endsWith('Body') && Object.hasOwn(texts, html) ? mailBodyOfHtml(texts[html]!) : null;
}

/** Texts are looked up in the realm's own, then in the catalogue, each by locale and then by language; English is the last resort. */
export function createTranslators(catalogues: Catalogues): Translators {
  const shipped = new Map<string, MessageFormat>();
  const languageNames = new Map<string, string>();
  const overrides = new WeakMap<Readonly<Record<string, string>>, Map<string, MessageFormat>>();

  function fromCatalogue(locale: string, key: string): MessageFormat | null {
    for (const name of [locale, languageOf(locale), FALLBACK_LOCALE]) {
      const text = Object.hasOwn(catalogues, name) ? (catalogues[name] as Readonly<Record<string, string>>) : null;
      if (text === null || !Object.hasOwn(text, key)) continue;
      const cacheKey = `${name} ${key}`;
      const known = shipped.get(cacheKey);
      if (known !== undefined) return known;
      const compiled = createMessageFormat(text[key]!, name);
      shipped.set(cacheKey, compiled);
      return compiled;
    }
    return null;
  }

  function fromRealm(locale: string, realmTexts: RealmTexts, key: string): MessageFormat | null {
    for (const name of [locale, languageOf(locale)]) {
      const texts = Object.hasOwn(realmTexts, name) ? realmTexts[name]! : null;
      const own = texts === null ? null : realmText(texts, key);
      if (texts === null || own === null) continue;
      const compiled = overrides.get(texts) ?? new Map<string, MessageFormat>();
      overrides.set(texts, compiled);
      const known = compiled.get(key);
      if (known !== undefined) return known;
      const format = createMessageFormat(plainText(own), intlLocale(name));
      compiled.set(key, format);
      return format;
    }
    return null;
  }

  return {
    for(locale, realmTexts) {
      const format = (key: string) => fromRealm(locale, realmTexts, key) ?? fromCatalogue(locale, key);
      const find = (key: string) => format(key)?.format([]) ?? null;
      return {
        locale,
        find,
        languageName(name) {
          const known = languageNames.get(name);
          if (known !== undefined) return known;
          const own = languageName(name);
          if (languageNames.size < 1000) languageNames.set(name, own);
          return own;
        },
        text: (key, ...args) => format(key)!.format(args),
        message({ key, args }) {
          const known = format(key);
          if (known !== null) return known.format(args ?? []);
          return /\s/.test(key) ? key : format('unexpectedErrorMessage')!.format([]);
        },
        date: (value) => new Intl.DateTimeFormat(intlLocale(locale), { dateStyle: 'medium', timeZone: 'UTC' }).format(value),
        label(value) {
          return value.replace(/\$\{([^{}]+)\}/g, (_, key: string) => find(key) ?? key);
        },
      };
    },
  };
}
