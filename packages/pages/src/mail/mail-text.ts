import type { MailContent, MailPart } from './mail-content.ts';

const partText = (part: MailPart): string => (typeof part === 'string' ? part : part.url);

/** The plain body: the same words, the link on a line of its own. */
export function mailText(content: MailContent): string {
  const blocks = content.blocks.map((block) => (block.kind === 'button' ? block.url : block.parts.map(partText).join('')));
  return `${blocks.join('\n\n')}\n`;
}
