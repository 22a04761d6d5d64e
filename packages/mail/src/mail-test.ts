import type { Clock, IdSource, MailTest } from '@anteroom/core';
import { mailSettings } from './mail-settings.ts';
import type { MailTransport } from './mail-transport.ts';

/** Sends one message at once, without the outbox: whoever tries settings wants to hear what the server says. */
export function createMailTest({
  transport,
  clock,
  ids,
}: {
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly ids: IdSource;
}): MailTest {
  return {
    async send({ realm, settings: given, to }) {
      const read = mailSettings({ ...realm, smtpServer: given }, { smtpUrl: null, from: null });
      if (read.kind === 'unusable') return read.reason;
      const { servers, from, replyTo, envelopeFrom } = read.settings;
      const text = `This is a test message of realm ${realm.realm}.`;
      const result = await transport.send(servers[0] ?? null, {
        realm: realm.realm,
        messageId: `<${ids.uuid()}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        date: clock.now(),
        from,
        replyTo,
        envelopeFrom,
        to,
        subject: 'Test message',
        text,
        html: `<p>${text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</p>`,
      });
      return result.kind === 'accepted' ? null : result.words;
    },
  };
}
