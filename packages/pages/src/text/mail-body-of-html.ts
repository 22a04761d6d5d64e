/**
 * A mail text that was written as HTML, as the paragraphs that both bodies are made of: the link (`<a href="{0}">`) becomes a paragraph of
 * its own. What markup is left is taken away like that of any text of a realm.
 */
export function mailBodyOfHtml(html: string): string {
  return html
    .slice(0, 20_000)
    .replace(/<a\b[^>]*\{0\}[^>]*>[^<]*<\/a>/gi, '\n\n{0}\n\n')
    .replace(/<\/(?:p|div|h[1-6]|li)>|<br\s*\/?>/gi, '\n\n')
    .trim();
}
