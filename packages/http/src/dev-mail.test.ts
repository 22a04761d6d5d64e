import { createDevMailbox, type OutgoingMail } from '@anteroom/mail';
import { type HttpAnswer, parseForm } from '@anteroom/oidc';
import { createSequentialIds, createTestClock } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import { createDevMailRoutes } from './dev-mail.ts';

function setUp(limit?: number) {
  const mailbox = createDevMailbox({ clock: createTestClock(), ids: createSequentialIds(), ...(limit === undefined ? {} : { limit }) });
  const routes = createDevMailRoutes(mailbox);
  const request = async (method: string, path: string): Promise<HttpAnswer | null> => {
    let answer: HttpAnswer | null = null;
    const at = new URL(path, 'http://localhost:8080');
    const handled = await routes.handle({
      method,
      path: at.pathname,
      headers: {},
      query: at.searchParams,
      ip: '127.0.0.1',
      readForm: async () => parseForm(undefined, ''),
      native: null,
      send: (sent) => {
        answer = sent;
      },
    });
    return handled ? answer : null;
  };
  return { mailbox, request };
}

const mail = (overrides: Partial<OutgoingMail> = {}): OutgoingMail => ({
  realm: 'acme',
  messageId: '<1@acme.example>',
  date: new Date('2030-01-01'),
  from: { address: 'noreply@acme.example', name: 'Acme' },
  replyTo: null,
  envelopeFrom: null,
  to: 'alice@acme.example',
  subject: 'Update your account',
  text: 'Go to https://login.acme.example/action-token?key=abc&x=1 now',
  html: '<p>Hello</p>',
  ...overrides,
});

test('shows captured mail as a list, a page and JSON', async () => {
  const { mailbox, request } = setUp();
  expect(String((await request('GET', '/dev/mail'))?.body)).toContain('No mail yet');
  await mailbox.transport.send(null, mail());
  const [captured] = mailbox.list();
  const list = await request('GET', '/dev/mail');
  expect(String(list?.body)).toContain(`href="/dev/mail/${captured!.id}">Update your account</a>`);
  const page = await request('GET', `/dev/mail/${captured!.id}`);
  expect(String(page?.body)).toContain('<a href="https://login.acme.example/action-token?key=abc&#38;x=1" rel="noreferrer">');
  const json = await request('GET', '/dev/mail/api/messages?to=Alice@acme.example');
  expect(json?.body).toEqual([captured]);
  expect((await request('GET', `/dev/mail/api/messages/${captured!.id}`))?.body).toEqual(captured);
  expect((await request('GET', '/dev/mail/api/messages?to=bob@acme.example'))?.body).toEqual([]);
});

test('runs nothing that stands in a mail', async () => {
  const { mailbox, request } = setUp();
  await mailbox.transport.send(
    null,
    mail({ subject: '<script>alert(1)</script>', text: '<img src=x>', html: '<script>alert(2)</script>' }),
  );
  const { id } = mailbox.list()[0]!;
  for (const path of ['/dev/mail', `/dev/mail/${id}`]) {
    const answer = await request('GET', path);
    expect(String(answer?.body)).not.toMatch(/<script|<img/);
    expect(answer?.headers['content-security-policy']).toContain("default-src 'none'");
  }
  const html = await request('GET', `/dev/mail/${id}/html`);
  expect(html?.headers['content-security-policy']).toContain('sandbox allow-popups');
  expect(html?.headers['content-security-policy']).toContain("default-src 'none'");
});

test('keeps the newest, a message sent twice once, and can be emptied', async () => {
  const { mailbox, request } = setUp(3);
  for (let number = 1; number <= 5; number += 1) await mailbox.transport.send(null, mail({ messageId: `<${number}@acme.example>` }));
  await mailbox.transport.send(null, mail({ messageId: '<5@acme.example>' }));
  expect(mailbox.list().map(({ messageId }) => messageId)).toEqual(['<5@acme.example>', '<4@acme.example>', '<3@acme.example>']);
  expect((await request('DELETE', '/dev/mail/api/messages'))?.status).toBe(204);
  expect(mailbox.list()).toEqual([]);
});

test('answers nothing else', async () => {
  const { request } = setUp();
  expect(await request('GET', '/dev/mailx')).toBeNull();
  expect(await request('GET', '/realms/acme')).toBeNull();
  expect((await request('GET', '/dev/mail/../../etc/passwd'))?.status ?? 404).toBe(404);
  expect((await request('GET', '/dev/mail/00000000-0000-4000-8000-000000000009'))?.status).toBe(404);
  expect((await request('POST', '/dev/mail'))?.status).toBe(405);
});
