import type { Clock, IdSource } from '@anteroom/core';
import type { MailTransport, OutgoingMail } from './mail-transport.ts';

export interface CapturedMail {
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

/** Captures mail in development instead of sending it; nothing leaves the machine. In memory only, since mail holds bearer links. */
export interface DevMailbox {
  readonly transport: MailTransport;
  /** Newest first. */
  list(): readonly CapturedMail[];
  clear(): void;
}

export function createDevMailbox({
  clock,
  ids,
  limit = 500,
}: {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly limit?: number;
}): DevMailbox {
  let mails: readonly CapturedMail[] = [];
  return {
    transport: {
      needsServer: false,
      async send(_server, mail: OutgoingMail) {
        const { realm, messageId, to, subject, text, html } = mail;
        const from = mail.from.name === null ? mail.from.address : `${mail.from.name} <${mail.from.address}>`;
        // Caught again after a crash: the copy takes the place of the first.
        const others = mails.filter((known) => known.messageId !== messageId);
        mails = [{ id: ids.uuid(), realm, messageId, from, to, subject, text, html, sentAt: clock.now() }, ...others].slice(0, limit);
        return { kind: 'accepted', words: 'captured at /dev/mail' };
      },
    },
    list: () => mails,
    clear: () => {
      mails = [];
    },
  };
}
