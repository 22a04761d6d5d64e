/** The parts of a page that recordings and tests compare. */
export interface ReadPage {
  readonly title: string;
  readonly lang: string;
  readonly action: string | null;
  /** Names of the first form's inputs, in order. */
  readonly inputs: readonly string[];
  /** Texts of all links, those that change the language left out. */
  readonly links: readonly string[];
  /** What can be read on the page, blanks collapsed. */
  readonly text: string;
}

/** A quoted attribute may hold `>`: the renderer leaves it as it is, as HTML allows. */
export const TAG = /<(?:"[^"]*"|[^>"])*>/g;

export function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

const withoutTags = (html: string): string => decode(html.replace(TAG, ' ')).replace(/\s+/g, ' ').trim();

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [, name, value] of tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/gi)) found[name!.toLowerCase()] = decode(value ?? '');
  return found;
}

export function tagsOf(html: string, name: string): readonly Readonly<Record<string, string>>[] {
  return [...html.matchAll(new RegExp(`<${name}\\b(?:"[^"]*"|[^>"])*>`, 'gi'))].map(([tag]) => attributesOf(tag));
}

export function readPage(html: string): ReadPage {
  const form = /<form\b[\s\S]*?<\/form>/i.exec(html)?.[0] ?? null;
  const body = html.slice(html.indexOf('<body')).replace(/<nav\b[\s\S]*?<\/nav>/gi, '');
  return {
    title: withoutTags(/<title>([\s\S]*?)<\/title>/i.exec(html)?.[1] ?? ''),
    lang: tagsOf(html, 'html')[0]?.lang ?? '',
    action: form === null ? null : (tagsOf(form, 'form')[0]?.action ?? null),
    inputs: form === null ? [] : tagsOf(form, 'input').flatMap(({ name }) => (name === undefined ? [] : [name])),
    links: [...body.matchAll(/<a\b[^>]*>([\s\S]*?)<\/a>/gi)].map(([, text]) => withoutTags(text!)),
    text: withoutTags(body),
  };
}
