import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { isPlainAddress } from './mail-address.ts';
import type { MailAuth, MailServer, MailTransport, OutgoingMail, SendResult } from './mail-transport.ts';
import type { OAuthTokens } from './oauth-tokens.ts';

export interface SmtpTransportOptions {
  /** A server that has not taken the message by then is given up, whatever it is doing. Milliseconds. */
  readonly deadline?: number;
  /** Longest silence of a server. */
  readonly silence?: number;
  /** Trust for servers with a private certificate authority: PEM. */
  readonly ca?: string;
  /** Access tokens for servers that want one; without it they get no mail. */
  readonly tokens?: OAuthTokens;
  /** Name in EHLO; the machine's own by default. */
  readonly name?: string;
}

/** What the library hangs on its errors: the server's reply, and whether trying again can help (RFC 5321 §4.2.1). */
type SmtpError = Error & {
  readonly code?: string | undefined;
  readonly response?: string | undefined;
  readonly permanent?: boolean | undefined;
};

/** One connection a message, so that a server that misbehaves spoils nothing but the message it was given. */
export function createSmtpTransport(options: SmtpTransportOptions = {}): MailTransport {
  const longest = options.deadline ?? 90_000;
  // A server may scan a message before it answers; giving up early would mail it again and again.
  const silence = options.silence ?? 60_000;
  return {
    needsServer: true,
    async send(server, mail, { deadline = longest } = {}) {
      if (server === null) return { kind: 'deferred', words: 'no mail server is configured', unreachable: true };
      if (!isPlainAddress(mail.to)) return { kind: 'rejected', words: 'the recipient is not a plain e-mail address' };
      const raw = await compose(mail);
      let login: Login | null = null;
      try {
        login = server.auth === null ? null : await loginOf(server.auth, options.tokens);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: 'deferred', words: `no token to sign in with: ${reason}`, unreachable: true, untouched: true };
      }
      return deliver(server, mail, raw, login, Math.min(deadline, longest));
    },
  };

  function deliver(server: MailServer, mail: OutgoingMail, raw: Buffer, login: Login | null, deadline: number): Promise<SendResult> {
    return new Promise((resolve) => {
      const connection = new SMTPConnection({
        host: server.host,
        port: server.port,
        secure: server.tls === 'ssl',
        requireTLS: server.tls === 'starttls',
        ignoreTLS: server.tls === 'none',
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
        connectionTimeout: Math.min(10_000, silence),
        greetingTimeout: Math.min(15_000, silence),
        dnsTimeout: Math.min(10_000, silence),
        socketTimeout: silence,
        socketCloseTimeout: 1000,
        logger: false,
      });
      const timer = setTimeout(
        () => finish({ kind: 'deferred', words: 'the mail server did not answer in time', unreachable: true }),
        deadline,
      );
      let finished = false;
      let begun = false;
      const finish = (result: SendResult): void => {
        if (finished) return;
        finished = true;
        clearTimeout(timer);
        if (result.kind === 'accepted') connection.quit();
        else connection.close();
        resolve(result.kind === 'deferred' && !begun ? { ...result, untouched: true } : result);
      };
      const fail = (error: SmtpError): void => finish(resultOf(error));

      connection.on('error', fail); // stays on: an error after the outcome must not reach the process
      connection.on('end', () => finish({ kind: 'deferred', words: 'the mail server closed the connection', unreachable: true }));
      const send = (): void => {
        begun = true;
        connection.send({ from: mail.envelopeFrom ?? mail.from.address, to: [mail.to], use8BitMime: false }, raw, (error, info) => {
          if (error) fail(error);
          else finish({ kind: 'accepted', words: info.response });
        });
      };
      connection.connect((error) => {
        if (error) return fail(error);
        if (login === null) return send();
        if (!connection.allowsAuth) return finish({ kind: 'deferred', words: 'the mail server offers no sign-in', unreachable: true });
        connection.login(login, (refused) => (refused ? fail(refused) : send()));
      });
    });
  }
}

type Login = Parameters<SMTPConnection['login']>[0] & object;

async function loginOf(auth: MailAuth, tokens: OAuthTokens | undefined): Promise<Login> {
  if (auth.kind === 'password') return { user: auth.user, pass: auth.password };
  if (tokens === undefined) throw new Error('tokens are not supported here');
  return { user: auth.user, oauth2: new XOAuth2({ user: auth.user, accessToken: await tokens.get(auth.source) }) };
}

async function compose(mail: OutgoingMail): Promise<Buffer> {
  const mailbox = ({ address, name }: OutgoingMail['from']) => ({ address, name: name ?? '' });
  const message = new MailComposer({
    from: mailbox(mail.from),
    ...(mail.replyTo === null ? {} : { replyTo: mailbox(mail.replyTo) }),
    to: { address: mail.to, name: '' },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    date: mail.date,
    // RFC 3834 §5: no holiday replies, please.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().build();
}

/** Only a refusal of the envelope or of the message itself is about this message; everything else is about the server and may pass. */
function resultOf(error: SmtpError): SendResult {
  const words = (error.response ?? error.message).replace(/\s+/g, ' ').slice(0, 500);
  const aboutMessage = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  if (aboutMessage && error.permanent !== false) return { kind: 'rejected', words };
  return { kind: 'deferred', words, unreachable: !aboutMessage };
}
