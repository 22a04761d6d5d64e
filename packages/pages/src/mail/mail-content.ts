import type { Translator } from '../text/translator.ts';

/** One source of both bodies: what a mail says, without saying how it looks. */
export interface MailContent {
  readonly subject: string;
  readonly realmName: string;
  readonly blocks: readonly MailBlock[];
}

export type MailBlock =
  /** `link` is where the text names the address inside a sentence. */
  | { readonly kind: 'paragraph'; readonly parts: readonly MailPart[] }
  | { readonly kind: 'button'; readonly label: string; readonly hint: string; readonly url: string };

export type MailPart = string | { readonly url: string };

/** Stands for the link while a text is formatted; no text and no parameter can hold it. */
const LINK_MARK = '\u0000';

const withoutMark = (value: string): string => value.replaceAll(LINK_MARK, '');

export interface MailTextInput {
  readonly name:
    | 'executeActions'
    | 'authenticationRequest'
    | 'passwordReset'
    | 'emailVerification'
    | 'emailUpdateConfirmation'
    | 'emailChanged'
    | 'invitation'
    | 'newDevice';
  readonly link: string;
  /** Keycloak's `{1}`, `{2}` … of this text; `{0}` is the link. */
  readonly args: readonly (string | number)[];
  readonly t: Translator;
}

/** Cuts a text of the catalogue into paragraphs; the one that is only the link becomes the button. */
export function linkBlocks({ name, link, args, t }: MailTextInput): readonly MailBlock[] {
  const safe = args.map((value) => (typeof value === 'string' ? withoutMark(value) : value));
  return t
    .text(`${name}Body`, LINK_MARK, ...safe)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) =>
      paragraph === LINK_MARK
        ? { kind: 'button', label: t.text(`${name}LinkLabel`), hint: t.text('mailButtonHint'), url: link }
        : { kind: 'paragraph', parts: paragraph.split(LINK_MARK).flatMap((text, index) => (index === 0 ? [text] : [{ url: link }, text])) },
    );
}

/** A header is one line, whatever a realm or a person is called (RFC 5322 §2.2). */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
