import { buildRealm } from '@anteroom/testkit';
import { expect, test } from '@jest/globals';
import { mailSettings } from './mail-settings.ts';

const of = (smtpServer: Readonly<Record<string, string>>, defaults = { smtpUrl: null as string | null, from: null as string | null }) =>
  mailSettings(buildRealm({ smtpServer }), defaults);
const server = (result: ReturnType<typeof mailSettings>) =>
  result.kind === 'settings' ? (result.settings.servers[0] ?? null) : result.reason;

test('reads what an exported realm holds', () => {
  const exported = {
    host: 'mail.acme.test',
    port: '587',
    starttls: 'true',
    auth: 'true',
    user: 'mailer',
    password: 'smtp-secret',
    from: 'noreply@acme.test',
    fromDisplayName: 'Acme',
    replyTo: 'help@acme.test',
  };
  expect(of(exported)).toEqual({
    kind: 'settings',
    settings: {
      servers: [
        {
          host: 'mail.acme.test',
          port: 587,
          tls: 'starttls',
          auth: { kind: 'password', user: 'mailer', password: 'smtp-secret' },
          allowUtf8: false,
        },
      ],
      from: { address: 'noreply@acme.test', name: 'Acme' },
      replyTo: { address: 'help@acme.test', name: null },
      envelopeFrom: null,
    },
  });
});

test('takes the ports of Jakarta Mail where none is given', () => {
  expect(server(of({ host: 'h', from: 'a@b' }))).toMatchObject({ port: 25, tls: 'none', auth: null });
  expect(server(of({ host: 'h', from: 'a@b', ssl: 'true' }))).toMatchObject({ port: 465, tls: 'ssl' });
});

test('reads the default server of a URL, and sends no password in the clear', () => {
  const from = 'a@b';
  expect(server(of({}, { smtpUrl: 'smtp://u:p%40ss@mail.example', from }))).toMatchObject({
    host: 'mail.example',
    port: 587,
    tls: 'starttls',
    auth: { kind: 'password', user: 'u', password: 'p@ss' },
  });
  expect(server(of({}, { smtpUrl: 'smtps://mail.example', from }))).toMatchObject({ port: 465, tls: 'ssl', auth: null });
  expect(server(of({}, { smtpUrl: 'smtp://127.0.0.1:2525', from }))).toMatchObject({ port: 2525, tls: 'none' });
  expect(server(of({}, { smtpUrl: 'smtp://[::1]:2525', from }))).toMatchObject({ host: '::1' });
});

test('says what is wrong with settings that cannot be used', () => {
  expect(of({})).toMatchObject({ kind: 'unusable', reason: 'no mail server is configured' });
  expect(of({ host: 'h' })).toMatchObject({ kind: 'unusable', reason: 'no sender address is configured' });
  expect(of({ host: 'h', port: 'x', from: 'a@b' })).toMatchObject({ kind: 'unusable' });
  expect(of({ host: 'h', from: 'a@b\r\nBcc: c@d' })).toMatchObject({ kind: 'unusable' });
  expect(of({ host: 'h', from: 'a@b', auth: 'true', authType: 'token' })).toMatchObject({ kind: 'unusable' });
});

test('reads a token in place of a password, and a second server under the same keys', () => {
  const token = { authType: 'token', authTokenUrl: 'https://id.test/token', authTokenClientId: 'mail', authTokenClientSecret: 's' };
  const found = of({ host: 'h', from: 'a@b', auth: 'true', user: 'u', ...token, 'fallback.host': 'g', 'fallback.ssl': 'true' });
  expect(found.kind === 'settings' && found.settings.servers).toMatchObject([
    {
      host: 'h',
      auth: { kind: 'token', user: 'u', source: { url: 'https://id.test/token', clientId: 'mail', clientSecret: 's', scope: '' } },
    },
    { host: 'g', port: 465, tls: 'ssl', auth: null },
  ]);
  const defaults = { smtpUrl: 'smtp://one.example', fallbackUrl: 'smtps://two.example', from: 'a@b' };
  const both = of({}, defaults);
  expect(both.kind === 'settings' && both.settings.servers.map(({ host }) => host)).toEqual(['one.example', 'two.example']);
});
