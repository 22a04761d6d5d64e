/** Where and as whom to send: a realm's `smtpServer`, or the server-wide default. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `ssl`: TLS from the first byte. `starttls`: upgraded, or not sent. `none`: plain. */
  readonly tls: 'ssl' | 'starttls' | 'none';
  readonly auth: MailAuth | null;
  /** Whether the server is asked to take addresses outside ASCII (RFC 6531). */
  readonly allowUtf8: boolean;
}

export type MailAuth =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** SASL XOAUTH2 with a token of the client-credentials grant, as Keycloak's `authType: token`. */
  | { readonly kind: 'token'; readonly user: string; readonly source: TokenSource };

export interface TokenSource {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

export interface Mailbox {
  readonly address: string;
  readonly name: string | null;
}

/** A finished mail. Addresses and header values have been checked (`mail-address.ts`). */
export interface OutgoingMail {
  /** Realm name, for the development mailbox. */
  readonly realm: string;
  /** With angle brackets; the same at every attempt. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  /** Envelope sender, where bounces go; null takes `from`. */
  readonly envelopeFrom: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** `words` are the server's last words, or the reason in plain English. */
export type SendResult =
  | { readonly kind: 'accepted'; readonly words: string }
  /** Not now: greylisting, no connection, time-out, refused login. `unreachable` when the server itself did not play along. */
  | {
      readonly kind: 'deferred';
      readonly words: string;
      readonly unreachable: boolean;
      /** The message never left: another server may be given it without anybody getting it twice. */
      readonly untouched?: boolean;
    }
  /** Never: the server refused this message for good. */
  | { readonly kind: 'rejected'; readonly words: string };

/** Never throws, and answers within its own deadline whatever the server does. `server` null: none is configured. */
export interface MailTransport {
  /** False for a transport that needs no server (the development mailbox). */
  readonly needsServer: boolean;
  send(server: MailServer | null, mail: OutgoingMail, options?: { readonly deadline?: number }): Promise<SendResult>;
}
