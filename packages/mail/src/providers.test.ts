import { createServer } from 'node:net';
import { createTestClock } from '@anteroom/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { MailTransport } from './mail-transport.ts';
import { createOAuthTokens, type PostForm } from './oauth-tokens.ts';
import { createSmtpTransport } from './smtp-transport.ts';
import { at, openOutbox } from './test-rig/open-outbox.ts';
import { openSmtpSink, type SinkBehaviour } from './test-rig/smtp-sink.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function sink(behaviour: SinkBehaviour = {}) {
  const opened = await openSmtpSink(behaviour);
  closing.push(opened.close);
  return opened;
}

/** A port on which nobody answers. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as import('node:net').AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function outboxOf(settings: Readonly<Record<string, string>>, attributes: Readonly<Record<string, string>> = {}) {
  const outbox = await openOutbox(settings, [], attributes);
  closing.push(outbox.directory.close);
  return outbox;
}

const fallback = (port: number) => ({ 'fallback.host': '127.0.0.1', 'fallback.port': String(port) });

describe('a second mail server', () => {
  test('takes what the first cannot be given', async () => {
    const second = await sink();
    const outbox = await outboxOf({ ...at(await deadPort()), ...fallback(second.port) });
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport()).drainOnce();
    expect(second.received).toHaveLength(1);
    expect((await outbox.state(1)).state).toBe('sent');
  });

  test('is not given what the first may have taken, or says later to', async () => {
    const hangsUp = await sink({ onMessage: () => '421 closing' });
    const greylists = await sink({ onRecipient: () => '450 come back' });
    const second = await sink();
    for (const first of [hangsUp, greylists]) {
      const outbox = await outboxOf({ ...at(first.port), ...fallback(second.port) });
      await outbox.queue(1);
      await outbox.worker(createSmtpTransport()).drainOnce();
      expect((await outbox.state(1)).state).toBe('retrying');
    }
    expect(second.received).toEqual([]);
  });

  test('that is away too leaves the words of both', async () => {
    const outbox = await outboxOf({ ...at(await deadPort()), ...fallback(await deadPort()) });
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport()).drainOnce();
    expect((await outbox.state(1)).lastError).toMatch(/ECONNREFUSED.*; .*ECONNREFUSED/);
  });
});

describe('a mail server that wants an OAuth 2 token', () => {
  const token = {
    auth: 'true',
    authType: 'token',
    user: 'mailer',
    authTokenUrl: 'https://id.test/token',
    authTokenClientId: 'mail',
    authTokenClientSecret: 'hush',
  };

  test('is signed in to with one, which is asked for once while it lasts', async () => {
    const server = await sink({ token: { user: 'mailer', token: 'at-1' } });
    const outbox = await outboxOf({ ...at(server.port), ...token, authTokenScope: 'smtp.send' });
    const asked: object[] = [];
    const post: PostForm = async (url, form) => {
      asked.push({ url, ...form });
      return { status: 200, body: JSON.stringify({ access_token: 'at-1', expires_in: 3600 }) };
    };
    const worker = outbox.worker(createSmtpTransport({ tokens: createOAuthTokens({ post, clock: outbox.clock }) }));
    await outbox.queue(1);
    await outbox.queue(2);
    await worker.drainOnce();
    await worker.drainOnce();
    expect(server.received).toHaveLength(2);
    const form = { grant_type: 'client_credentials', client_id: 'mail', client_secret: 'hush', scope: 'smtp.send' };
    expect(asked).toContainEqual({ url: 'https://id.test/token', ...form });
    expect(outbox.log.text()).not.toMatch(/hush|at-1/);
  });

  test('waits while there is no token, and says why without a secret', async () => {
    const server = await sink();
    const outbox = await outboxOf({ ...at(server.port), ...token });
    const post: PostForm = async () => ({ status: 401, body: '{"error":"invalid_client"}' });
    await outbox.queue(1);
    await outbox.worker(createSmtpTransport({ tokens: createOAuthTokens({ post, clock: outbox.clock }) })).drainOnce();
    const state = await outbox.state(1);
    expect(state).toMatchObject({ state: 'retrying', lastError: expect.stringContaining('401 invalid_client') });
    expect(JSON.stringify(state)).not.toContain('hush');
  });

  test('gets a new token when the old one is about to expire', async () => {
    const clock = createTestClock();
    let number = 0;
    const tokens = createOAuthTokens({
      clock,
      post: async () => {
        number += 1;
        return { status: 200, body: JSON.stringify({ access_token: `at-${number}`, expires_in: 60 }) };
      },
    });
    const source = { url: 'https://id.test/token', clientId: 'c', clientSecret: 's', scope: '' };
    const seen = [await tokens.get(source)];
    clock.advance(29_000);
    seen.push(await tokens.get(source));
    clock.advance(2_000);
    seen.push(await tokens.get(source));
    expect(seen).toEqual(['at-1', 'at-1', 'at-2']);
  });
});

describe('a limit', () => {
  const accepts: MailTransport = { needsServer: true, send: async () => ({ kind: 'accepted', words: '250 ok' }) };

  test('of the realm lets so many out in a minute, and the rest later', async () => {
    const outbox = await outboxOf(at(25), { mailsPerMinute: '3' });
    for (let number = 1; number <= 5; number += 1) await outbox.queue(number);
    const worker = outbox.worker(accepts);
    await worker.drainOnce();
    const states = async () => (await Promise.all([1, 2, 3, 4, 5].map(async (number) => (await outbox.state(number)).state))).sort();
    expect(await states()).toEqual(['retrying', 'retrying', 'sent', 'sent', 'sent']);
    outbox.clock.advance(30_000);
    await worker.drainOnce();
    expect(await states()).toEqual(['retrying', 'retrying', 'sent', 'sent', 'sent']);
    outbox.clock.advance(31_000);
    await worker.drainOnce();
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
  });

  test('of one address holds back what floods it, and nobody else', async () => {
    const outbox = await outboxOf(at(25), { mailsPerRecipientAndHour: '1' });
    await outbox.queue(1);
    await outbox.queue(2, { message: { to: 'user-1@acme.example' } });
    await outbox.queue(3);
    await outbox.worker(accepts).drainOnce();
    const shown = await Promise.all([1, 2, 3].map((number) => outbox.state(number)));
    expect(shown.filter(({ state }) => state === 'sent')).toHaveLength(2);
    expect(shown.find(({ state }) => state === 'retrying')?.lastError).toBe('1 messages an hour go to one address');
    expect(shown[2]?.state).toBe('sent');
  });
});
