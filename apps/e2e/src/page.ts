/** What a person sees of a page, read from its markup: enough to compare meaning and to post forms without a browser. */
export interface PageFacts {
  readonly title: string;
  /** Address the first form posts to; null without a form. */
  readonly action: string | null;
  /** Names of the form's fields, hidden ones included. */
  readonly inputs: readonly string[];
  readonly links: readonly string[];
  readonly text: string;
}

export function readPage(html: string): PageFacts {
  const form = /<form\b[\s\S]*?<\/form>/i.exec(html)?.[0] ?? null;
  const inputs = form === null ? [] : [...form.matchAll(/<(?:input|select|textarea)\b[^>]*?\sname="([^"]+)"/gi)].map((match) => match[1]!);
  return {
    title: decode(/<title>([\s\S]*?)<\/title>/i.exec(html)?.[1] ?? '').trim(),
    action: decodeOrNull(/<form[^>]*\saction="([^"]*)"/i.exec(html)?.[1]),
    inputs: [...new Set(inputs)],
    links: [...html.matchAll(/<a\b[^>]*>([\s\S]*?)<\/a>/gi)].map((match) => visible(match[1]!)),
    text: visible(html.replace(/<head\b[\s\S]*?<\/head>/i, ' ')),
  };
}

/** The value of a field of the page. */
export function fieldValue(html: string, name: string): string | undefined {
  const input = [...html.matchAll(/<input\b[^>]*>/gi)].map((match) => match[0]).find((tag) => tag.includes(` name="${name}"`));
  return input === undefined ? undefined : decode(/\svalue="([^"]*)"/i.exec(input)?.[1] ?? '');
}

function visible(html: string): string {
  return decode(html.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decodeOrNull(text: string | undefined): string | null {
  return text === undefined ? null : decode(text);
}

function decode(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
}
