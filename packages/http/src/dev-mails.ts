/** A captured mail, as `mail` keeps it in development. */
export interface DevMail {
  readonly id: string;
  readonly realm: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentAt: Date;
}

export interface DevMails {
  /** Newest first. */
  list(): readonly DevMail[];
  get(id: string): DevMail | null;
  clear(): void;
}
