import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { MailTransport } from './mail-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { at, openOutbox } from './test-rig/open-outbox.ts';
import { openSmtpSink, type SinkBehaviour } from './test-rig/smtp-sink.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function setUp(behaviour: SinkBehaviour = {}, settings: Readonly<Record<string, string>> = {}) {
  const sink = await openSmtpSink(behaviour);
  const outbox = await openOutbox({ ...at(sink.port), ...settings });
  closing.push(sink.close, outbox.directory.close);
  return { sink, outbox, worker: outbox.worker(createSmtpTransport({ silence: 300, deadline: 2_000 })) };
}

/** Accepts connections and never says a word. */
async function openMuteServer(): Promise<number> {
  const sockets = new Set<import('node:net').Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as import('node:net').AddressInfo).port;
}

describe('a queued mail', () => {
  test('is delivered over SMTP with a link that was minted for it', async () => {
    const { sink, outbox, worker } = await setUp({}, { replyTo: 'help@acme.example' });
    await outbox.queue(1);
    expect(await worker.drainOnce()).toBe(1);
    const [mail] = sink.received;
    expect(mail).toMatchObject({ from: 'noreply@acme.example', to: ['user-1@acme.example'] });
    expect(mail!.email).toMatchObject({
      from: { address: 'noreply@acme.example', name: 'Acme, Inc.' },
      to: [{ address: 'user-1@acme.example' }],
      replyTo: [{ address: 'help@acme.example' }],
      subject: 'Update your account, Alice',
      messageId: '<20000000-0000-4000-8000-000000000001@acme.example>',
    });
    const url = 'https://login.acme.example/action-token?key=10000000-0000-4000-8000-000000000001';
    expect(mail!.email.text).toBe(`UPDATE_PASSWORD within 60 minutes (en): ${url}\n`);
    expect(mail!.email.html).toContain(`Grüße, <a href="${url}">`);
    expect(mail!.raw).toContain('Auto-Submitted: auto-generated');
    expect(await outbox.state(1)).toMatchObject({ state: 'sent', attempts: 1, sentAt: outbox.clock.now() });
    expect(outbox.log.text()).not.toContain('key=');
  });

  test('is sent once however often the worker looks', async () => {
    const { sink, outbox, worker } = await setUp();
    await outbox.queue(1);
    await Promise.all([worker.drainOnce(), outbox.worker(createSmtpTransport()).drainOnce()]);
    await worker.drainOnce();
    expect(sink.received).toHaveLength(1);
  });

  test('is one of many that all arrive', async () => {
    const { sink, outbox, worker } = await setUp();
    for (let number = 1; number <= 60; number += 1) await outbox.queue(number);
    expect(await worker.drainOnce()).toBe(60);
    expect(new Set(sink.received.map((mail) => mail.email.messageId)).size).toBe(60);
    expect(sink.received).toHaveLength(60);
  });

  test('signs in to the server when the realm says so', async () => {
    const auth = { user: 'mailer', password: 'smtp-secret' };
    const { sink, outbox, worker } = await setUp({ auth }, { auth: 'true', ...auth });
    await outbox.queue(1);
    await worker.drainOnce();
    expect(sink.received).toHaveLength(1);
    expect(outbox.log.text()).not.toContain('smtp-secret');
  });

  test('goes by the default server when the realm names none', async () => {
    const sink = await openSmtpSink();
    const outbox = await openOutbox({ from: '' });
    closing.push(sink.close, outbox.directory.close);
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport(), { smtpUrl: `smtp://127.0.0.1:${sink.port}`, from: 'login@default.example' }).drainOnce();
    expect(sink.received[0]?.email.from).toMatchObject({ address: 'login@default.example' });
  });
});

describe('a server that says later', () => {
  test('gets the mail again after a pause, until it takes it', async () => {
    let refusals = 2;
    const { sink, outbox, worker } = await setUp({ onRecipient: () => (refusals-- > 0 ? '450 greylisted, come back' : null) });
    await outbox.queue(1);
    await worker.drainOnce();
    const first = await outbox.state(1);
    expect(first).toMatchObject({ state: 'retrying', attempts: 1, lastError: expect.stringContaining('450 greylisted, come back') });
    const pause = first.dueAt.getTime() - outbox.clock.now().getTime();
    expect(pause).toBeGreaterThanOrEqual(4_000);
    expect(pause).toBeLessThanOrEqual(6_000);
    expect(await worker.drainOnce()).toBe(0);
    outbox.clock.advance(6_000);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying', attempts: 2 });
    outbox.clock.advance(18_000);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'sent', attempts: 3 });
    expect(sink.received).toHaveLength(1);
  });

  test('is tried slower and slower, and never after the link has expired', async () => {
    const { sink, outbox, worker } = await setUp({ onRecipient: () => '450 not now' });
    await outbox.queue(1);
    let tries = 0;
    for (let minute = 0; minute < 90; minute += 1) {
      tries += await worker.drainOnce();
      outbox.clock.advance(60_000);
    }
    expect(await outbox.state(1)).toMatchObject({ state: 'expired', lastError: expect.stringContaining('450 not now') });
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(12);
    expect(sink.received).toHaveLength(0);
  });

  test('keeps a mail whose sign-in is refused: the password may be put right', async () => {
    const { outbox, worker } = await setUp(
      { auth: { user: 'mailer', password: 'right' } },
      { auth: 'true', user: 'mailer', password: 'wrong' },
    );
    await outbox.queue(1);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying', lastError: expect.stringContaining('535') });
  });
});

describe('a server that says never', () => {
  test('is not asked again', async () => {
    const { outbox, worker } = await setUp({ onRecipient: () => '550 no such mailbox here' });
    await outbox.queue(1);
    await worker.drainOnce();
    outbox.clock.advance(3_000_000);
    expect(await worker.drainOnce()).toBe(0);
    expect(await outbox.state(1)).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: expect.stringContaining('550 no such mailbox here'),
    });
  });

  test('may say so after the message', async () => {
    const { outbox, worker } = await setUp({ onMessage: () => '554 looks like spam' });
    await outbox.queue(1);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('554 looks like spam') });
  });
});

describe('a server that is not well', () => {
  test('refuses connections', async () => {
    const { sink, outbox, worker } = await setUp();
    await sink.close();
    await outbox.queue(1);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying', lastError: expect.stringContaining('ECONNREFUSED') });
  });

  test('says nothing at all', async () => {
    const outbox = await openOutbox(at(await openMuteServer()));
    closing.push(outbox.directory.close);
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport({ silence: 100 })).drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying' });
  });

  test('hangs after DATA; the next try has the same Message-ID', async () => {
    const seen: string[] = [];
    let hangs = true;
    const { sink, outbox, worker } = await setUp({
      onMessage: (mail) => {
        seen.push(mail.email.messageId ?? '');
        return hangs ? new Promise(() => {}) : null;
      },
    });
    await outbox.queue(1);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying' });
    hangs = false;
    outbox.clock.advance(6_000);
    await worker.drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(sink.received).toHaveLength(1);
    expect(seen[1]).toBe(seen[0]);
  });

  test('dawdles past the deadline', async () => {
    const { outbox } = await setUp({ onMessage: () => new Promise(() => {}) });
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport({ deadline: 200 })).drainOnce();
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying', lastError: 'the mail server did not answer in time' });
  });

  test('delays nobody else: mail of another realm goes out while it hangs', async () => {
    const other = await openSmtpSink();
    const outbox = await openOutbox(at(await openMuteServer()), [{ id: 'other', smtpServer: at(other.port) }]);
    closing.push(other.close, outbox.directory.close);
    for (let number = 1; number <= 30; number += 1) await outbox.queue(number);
    outbox.clock.advance(1);
    await outbox.queue(99, { realmId: 'other' });
    await outbox.worker(createSmtpTransport({ silence: 200 })).drainOnce();
    expect(other.received).toHaveLength(1);
    expect(await outbox.state(99, 'other')).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('has no STARTTLS where the realm demands it: neither mail nor password leaves', async () => {
    const { sink, outbox, worker } = await setUp({}, { starttls: 'true', auth: 'true', user: 'mailer', password: 'secret' });
    await outbox.queue(1);
    await worker.drainOnce();
    expect(sink.received).toHaveLength(0);
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying' });
  });

  test('D106: shows a certificate that nobody vouches for: neither mail nor password leaves', async () => {
    const auth = { user: 'mailer', password: 'smtp-secret' };
    const { sink, outbox, worker } = await setUp({ auth, tls: true }, { starttls: 'true', auth: 'true', ...auth });
    await outbox.queue(1);
    await worker.drainOnce();
    expect([sink.received, sink.signedIn()]).toEqual([[], 0]);
    expect(await outbox.state(1)).toMatchObject({ state: 'retrying' });
  });
});

describe('a worker that dies', () => {
  /** What a killed process leaves: the server has taken the mail, nobody recorded it. */
  const dying = (transport: MailTransport): MailTransport => ({
    needsServer: true,
    send: async (server, mail) => {
      await transport.send(server, mail);
      return new Promise(() => {});
    },
  });

  test('holds its lease, and what comes after it has the same Message-ID', async () => {
    const { sink, outbox, worker } = await setUp();
    await outbox.queue(1);
    void outbox.worker(dying(createSmtpTransport())).drainOnce();
    while (sink.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await worker.drainOnce()).toBe(0);
    outbox.clock.advance(129_000);
    expect(await worker.drainOnce()).toBe(0);
    outbox.clock.advance(2_000);
    expect(await worker.drainOnce()).toBe(1);
    expect(sink.received.map((mail) => mail.email.messageId)).toEqual(Array(2).fill('<20000000-0000-4000-8000-000000000001@acme.example>'));
    expect(await outbox.state(1)).toMatchObject({ state: 'sent' });
  });
});

describe('a mail that is not needed any more', () => {
  const LINK = '10000000-0000-4000-8000-000000000001';
  const USER = 'b0000000-0000-4000-8000-000000000001';

  test('is not sent when its link is dead', async () => {
    const changes = [
      { kind: 'revoke-link', id: LINK },
      { kind: 'raise-credential-version', userId: USER },
      { kind: 'update-user', id: USER, patch: { enabled: false } },
      { kind: 'update-user', id: USER, patch: { email: 'new@acme.example' } },
      { kind: 'delete-user', id: USER },
    ] as const;
    for (const change of changes) {
      const { sink, outbox, worker } = await setUp();
      await outbox.queue(1);
      await outbox.directory.commit(outbox.realm.id, [change]);
      await worker.drainOnce();
      expect(sink.received).toHaveLength(0);
      const left = await outbox.state(1);
      if (left !== null) expect(left).toMatchObject({ state: 'expired' });
    }
  });

  test('is not sent to what is not plainly one address', async () => {
    const { sink, outbox, worker } = await setUp();
    await outbox.queue(1, { message: { to: 'a@acme.example, b@evil.example' } });
    await outbox.queue(2, { message: { to: 'a@acme.example\r\nRCPT TO:<b@evil.example>' } });
    await worker.drainOnce();
    expect(sink.received).toHaveLength(0);
    expect(await outbox.state(1)).toMatchObject({ state: 'failed' });
    expect(await outbox.state(2)).toMatchObject({ state: 'failed' });
  });
});

test('waits for a mail server to be configured', async () => {
  const outbox = await openOutbox({});
  closing.push(outbox.directory.close);
  await outbox.queue(1);
  await outbox.worker(createSmtpTransport()).drainOnce();
  expect(await outbox.state(1)).toMatchObject({ state: 'retrying', lastError: 'no mail server is configured' });
});

test('poke sends at once, stop waits for what is under way', async () => {
  const { sink, outbox, worker } = await setUp();
  await outbox.queue(1);
  worker.poke();
  while (sink.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await worker.stop();
  expect(await outbox.state(1)).toMatchObject({ state: 'sent' });
});
