import { deFactors } from './de-factors.ts';
import { deMail } from './de-mail.ts';
import { deMessages } from './de-messages.ts';
import { deNames } from './de-names.ts';
import { dePages } from './de-pages.ts';
import { enFactors } from './en-factors.ts';
import { enMail } from './en-mail.ts';
import { enMessages } from './en-messages.ts';
import { enNames } from './en-names.ts';
import { enPages } from './en-pages.ts';
import { frFactors } from './fr-factors.ts';
import { frMail } from './fr-mail.ts';
import { frMessages } from './fr-messages.ts';
import { frNames } from './fr-names.ts';
import { frPages } from './fr-pages.ts';

/** A text the product itself asks for: one that is missing does not compile. */
export type TextKey = keyof typeof enPages | keyof typeof enMessages | keyof typeof enNames | keyof typeof enFactors | keyof typeof enMail;

export type Catalogue = Readonly<Record<TextKey, string>>;
export type Catalogues = Readonly<Record<string, Catalogue>>;

/** The last resort of every look-up. */
export const FALLBACK_LOCALE = 'en';

/** Each language is complete: the compiler refuses a catalogue with a key missing. */
export const CATALOGUES: Catalogues = {
  en: { ...enPages, ...enMessages, ...enNames, ...enFactors, ...enMail },
  de: { ...dePages, ...deMessages, ...deNames, ...deFactors, ...deMail },
  fr: { ...frPages, ...frMessages, ...frNames, ...frFactors, ...frMail },
};

/** Every language that the pages speak by themselves, in the order in which a person is offered them. */
export const LOCALES: readonly string[] = Object.keys(CATALOGUES);
