import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly email: Email;
}

export interface SinkBehaviour {
  /** Answers RCPT TO with an error: `450 …`, `550 …`. */
  readonly onRecipient?: (address: string) => string | null;
  /** Runs after DATA has arrived; what it gives becomes the refusal, null accepts. */
  readonly onMessage?: (mail: ReceivedMail) => Promise<string | null> | string | null;
  readonly auth?: { readonly user: string; readonly password: string };
  /** TLS from the first byte, with a certificate that nobody vouches for. */
  readonly secure?: boolean;
  /** XOAUTH2 with this token. */
  readonly token?: { readonly user: string; readonly token: string };
  /** Offers STARTTLS, with a certificate that nobody vouches for. */
  readonly tls?: boolean;
}

export interface SmtpSink {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** How often somebody showed it a password. */
  signedIn(): number;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is given. */
export async function openSmtpSink(behaviour: SinkBehaviour = {}, port = 0): Promise<SmtpSink> {
  const received: ReceivedMail[] = [];
  let shown = 0;
  const server = new SMTPServer({
    authOptional: behaviour.auth === undefined && behaviour.token === undefined,
    authMethods: behaviour.token === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    allowInsecureAuth: true,
    secure: behaviour.secure ?? false,
    disabledCommands: behaviour.tls === true ? [] : ['STARTTLS'],
    closeTimeout: 50,
    onAuth: (auth, _session, done) => {
      shown += 1;
      const right =
        auth.method === 'XOAUTH2'
          ? auth.username === behaviour.token?.user && auth.accessToken === behaviour.token?.token
          : auth.username === behaviour.auth?.user && auth.password === behaviour.auth?.password;
      if (right) done(null, { user: auth.username ?? '' });
      else done(smtpError('535 authentication failed'));
    },
    onRcptTo: (address, _session, done) => {
      const refusal = behaviour.onRecipient?.(address.address) ?? null;
      done(refusal === null ? null : smtpError(refusal));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void (async () => {
          const mail = await read(Buffer.concat(chunks), session);
          const refusal = (await behaviour.onMessage?.(mail)) ?? null;
          if (refusal !== null) return done(smtpError(refusal));
          received.push(mail);
          done(null);
        })();
      });
    },
  });
  server.on('error', () => {}); // sockets that the tests tear down
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    signedIn: () => shown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(raw: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    raw: raw.toString(),
    email: await PostalMime.parse(raw),
  };
}

function smtpError(line: string): Error {
  return Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) });
}
