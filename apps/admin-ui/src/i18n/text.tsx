import { IntlMessageFormat } from 'intl-messageformat';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Locale, regionOf } from './locale.ts';
import type { Common, MessageKey, Messages } from './messages.ts';

type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

interface Language {
  readonly locale: Locale;
  /** The language as it is written where this person is, for dates and numbers: `en-GB`. */
  readonly region: string;
  readonly setLocale: (locale: Locale) => void;
  readonly t: Translate;
}

const LanguageContext = createContext<Language | null>(null);

/** Messages are ICU; each is compiled once, when it is first shown. Before the rooms nothing but the common part is spoken. */
function createTranslate(locale: Locale, messages: Common & Partial<Messages>): Translate {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    let format = compiled.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(messages[key] ?? key, locale, undefined, { ignoreTag: true });
      compiled.set(key, format);
    }
    return String(format.format(values));
  };
}

interface LanguageProviderProps {
  readonly locale: Locale;
  readonly messages: Common & Partial<Messages>;
  readonly setLocale: (locale: Locale) => void;
  readonly children: ReactNode;
}

export function LanguageProvider({ locale, messages, setLocale, children }: LanguageProviderProps) {
  const language = useMemo(
    () => ({ locale, region: regionOf(locale, navigator.languages), setLocale, t: createTranslate(locale, messages) }),
    [locale, messages, setLocale],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === null) throw new Error('outside of the LanguageProvider');
  return language;
}

export const useText = (): Translate => useLanguage().t;
