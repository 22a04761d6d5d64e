export type OutboxState = 'queued' | 'sending' | 'sent' | 'retrying' | 'failed' | 'expired';

/**
 * A message to send, written in the transaction of the request that caused it. Holds a template and its parameters, never a bearer
 * link: a link is minted from its row at the moment of sending (settled 20).
 */
export interface OutboxMessage {
  readonly id: string;
  readonly to: string;
  /** Mail template: `execute-actions`, `password-reset`, `email-verification`, … */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly locale: string | null;
  /** The link this message carries. */
  readonly linkId: string | null;
  readonly userId: string | null;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly createdAt: Date;
  /** Not before; raised by back-off. */
  readonly dueAt: Date;
  /** A message is never sent later than its link lives. */
  readonly expiresAt: Date;
  /** The server's last words, or why it failed. */
  readonly lastError: string | null;
  readonly sentAt: Date | null;
}
