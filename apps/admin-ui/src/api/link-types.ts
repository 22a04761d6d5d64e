export type LinkState =
  | 'queued'
  | 'sending'
  | 'retrying'
  | 'sent'
  | 'failed'
  | 'issued'
  | 'opened'
  | 'used'
  | 'expired'
  | 'replaced'
  | 'revoked';

/** A mailed link with its life so far. Times are ISO 8601. */
export interface MailedLink {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly kind: string;
  readonly actions: readonly string[];
  /** What of it is done already. */
  readonly done: readonly string[];
  readonly email: string;
  readonly clientId: string;
  readonly locale: string | null;
  readonly state: LinkState;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly openedAt: string | null;
  readonly usedAt: string | null;
  readonly replacedBy: string | null;
  readonly mail: {
    readonly id: string;
    readonly state: string;
    readonly attempts: number;
    readonly lastWords: string | null;
    readonly dueAt: string;
    readonly sentAt: string | null;
  } | null;
}

export interface MailMessage {
  readonly id: string;
  readonly to: string;
  readonly template: string;
  readonly locale: string | null;
  readonly userId: string | null;
  readonly linkId: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  readonly sentAt: string | null;
  readonly lastWords: string | null;
}

export interface MailTemplate {
  readonly name: string;
  readonly hasLink: boolean;
}

export interface MailPreview {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly locale: string;
}
