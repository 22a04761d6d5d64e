import { h, type VNode } from 'preact';
import { plainText } from '../text/message-format.ts';

type Node = VNode | string;

/** Tags that only change how text looks. Every attribute is dropped, so nothing can be loaded, run, posted or styled. */
const ALLOWED = new Set(['b', 'strong', 'i', 'em', 'small', 'span', 'div', 'sub', 'sup', 'mark']);
/** Content that is not text for a reader goes away with its tag. */
const DROPPED = /<(script|style|template|iframe|object|svg|math|title|textarea|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<\/?([a-z][a-z0-9]*)\b[^<>]*>|[^<]+|</gi;
const LIMIT = 2000;

/**
 * A realm's `displayNameHtml`. It is rebuilt from text and bare tags as nodes, never passed through as mark-up: what this reader
 * misunderstands ends up as visible text.
 */
export function RichText({ markup }: { readonly markup: string }) {
  const root: Node[] = [];
  const open: { readonly tag: string; readonly children: Node[] }[] = [];
  const append = (node: Node) => (open.at(-1)?.children ?? root).push(node);
  const close = () => {
    const { tag, children } = open.pop()!;
    append(h(tag, null, ...children));
  };

  for (const [token, name] of markup.slice(0, LIMIT).replace(DROPPED, '').matchAll(TOKEN)) {
    if (token.startsWith('<!--')) continue;
    if (name === undefined) {
      append(plainText(token));
      continue;
    }
    const tag = name.toLowerCase();
    if (tag === 'br') append(' ');
    if (!ALLOWED.has(tag)) continue;
    if (!token.startsWith('</')) open.push({ tag, children: [] });
    else if (open.some((entry) => entry.tag === tag)) {
      while (open.at(-1)!.tag !== tag) close();
      close();
    }
  }
  while (open.length > 0) close();
  return <>{root}</>;
}
