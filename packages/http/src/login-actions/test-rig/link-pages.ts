import type { HttpAnswer } from '@anteroom/oidc';

/** What a browser sees of a page: its text in one line. */
export const visibleText = (answer: HttpAnswer | null): string =>
  String(answer?.body)
    .replace(/<head>.*?<\/head>/s, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/\s+/g, ' ');

/** The fields that its form would post by itself. */
export const hiddenFields = (answer: HttpAnswer | null): Record<string, string> =>
  Object.fromEntries(
    [...String(answer?.body).matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      /name="([^"]*)"/.exec(input)![1]!,
      /value="([^"]*)"/.exec(input)![1]!,
    ]),
  );
