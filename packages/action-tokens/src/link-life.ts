import type { ActionLink, OutboxMessage } from '@anteroom/core';

/** Where a link stands in its life: what became of it, else how far its mail got. `issued`: handed over, not mailed. */
export type LinkLife =
  | 'queued'
  | 'sending'
  | 'retrying'
  | 'failed'
  | 'sent'
  | 'issued'
  | 'opened'
  | 'used'
  | 'expired'
  | 'replaced'
  | 'revoked';

/** `message` is the latest that carries the link; null when none does. */
export function linkLife(link: ActionLink, message: OutboxMessage | null, now: Date): LinkLife {
  if (link.state !== 'open') return link.state;
  if (link.expiresAt <= now) return 'expired';
  if (link.openedAt !== null) return 'opened';
  return message?.state ?? 'issued';
}
