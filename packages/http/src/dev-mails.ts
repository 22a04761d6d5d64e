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

/** They may be kept by another process of this node. */
export interface DevMails {
  /** Newest first. */
  list(): readonly DevMail[] | Promise<readonly DevMail[]>;
  clear(): void | Promise<void>;
}
