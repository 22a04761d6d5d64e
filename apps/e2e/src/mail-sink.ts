import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
}

/** A real SMTP conversation's other end: takes everything and keeps it. */
export class MailSink {
  readonly mails: ReceivedMail[] = [];
  private readonly server: SMTPServer;
  private waiting: (() => void)[] = [];

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            this.mails.push({
              to: session.envelope.rcptTo.map((address) => address.address).join(','),
              subject: mail.subject ?? '',
              text: mail.text ?? '',
              html: mail.html ?? '',
              messageId: mail.messageId ?? '',
            });
            done();
            for (const wake of this.waiting.splice(0)) wake();
          });
        });
      },
      onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'someone' }),
    });
    this.server.on('error', () => {}); // a server that is killed in the middle of a conversation
  }

  static async listen(port = 0): Promise<MailSink> {
    const sink = new MailSink();
    await new Promise<void>((resolve) => {
      sink.server.listen(port, '127.0.0.1', () => resolve());
    });
    return sink;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** The first mail to an address, waited for. */
  async mailTo(address: string, timeoutMs = 15_000): Promise<ReceivedMail> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.mails.find((mail) => mail.to.toLowerCase() === address.toLowerCase());
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no mail to ${address} within ${timeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
