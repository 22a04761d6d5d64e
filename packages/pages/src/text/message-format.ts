import { IntlMessageFormat } from 'intl-messageformat';

export type MessageArgument = string | number;

const ENTITIES: Readonly<Record<string, string>> = {
  laquo: '«',
  raquo: '»',
  nbsp: '\u00a0',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  hellip: '…',
  ndash: '–',
  mdash: '—',
};

/** Texts written for Keycloak's templates may hold mark-up and entities; here every text is text, so both are turned into it. */
export function plainText(markup: string): string {
  return markup
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&([a-z]+);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}

export interface MessageFormat {
  format(args: readonly MessageArgument[]): string;
}

/**
 * Compiles a text with Keycloak's `{0}` and `''`. What ICU does not know (Java's `choice` format) must not break a page: then the
 * numbered places are filled in and the rest stays.
 */
export function createMessageFormat(text: string, locale: string): MessageFormat {
  if (!text.includes('{')) {
    const literal = text.replaceAll("''", "'");
    return { format: () => literal };
  }
  try {
    const compiled = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    return {
      format: (args) => {
        const values: Record<string, MessageArgument> = {};
        // A missing argument is left empty, never an exception on a login page.
        for (let index = 0; index < 10; index += 1) values[index] = args[index] ?? '';
        return String(compiled.format(values));
      },
    };
  } catch {
    return {
      format: (args) => text.replaceAll("''", "'").replace(/\{(\d)[^{}]*\}/g, (_, index: string) => String(args[Number(index)] ?? '')),
    };
  }
}
