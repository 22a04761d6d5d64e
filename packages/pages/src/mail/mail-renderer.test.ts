import { isAnteroomError, type MailRenderer } from '@anteroom/core';
import { buildRealm } from '@anteroom/testkit';
import { describe, expect, test } from '@jest/globals';
import { decode, tagsOf } from '../../test/read-page.ts';
import { createMailRenderer } from './mail-renderer.ts';

type Input = Parameters<MailRenderer['render']>[0];

const LINK = 'https://id.example/realms/acme/login-actions/action-token?key=a.b.c&client_id=account';
const HOSTILE = `<img src=x onerror=alert(1)><a href="https://evil.example">click</a>\r\nBcc: eve@evil.example`;

const render = (overrides: Partial<Input> = {}) =>
  createMailRenderer().render({
    realm: buildRealm({ realm: 'acme', displayName: 'Acme Corporation' }),
    template: 'execute-actions',
    parameters: {},
    link: LINK,
    linkExpiresInMinutes: 720,
    actions: ['UPDATE_PASSWORD', 'CONFIGURE_TOTP'],
    user: { username: 'alice', firstName: 'Alice', lastName: 'Liddell', email: 'alice@acme.example' },
    locale: 'en',
    ...overrides,
  });

describe('a mail that asks for actions', () => {
  test('says who asks for what, how long the link lives, and gives the link a line of its own', () => {
    const { subject, text } = render();
    expect(subject).toBe('Update Your Account');
    expect(text).toContain(
      'requested that you update your Acme Corporation account by performing the following action(s): Update Password, Configure OTP.',
    );
    expect(text.split('\n')).toContain(LINK);
    expect(text).toContain('This link will expire within 12 hours.');
  });

  test('has the same words in both bodies', () => {
    const { text, html } = render();
    const words = decode(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
    for (const paragraph of text.split('\n\n')) expect(words).toContain(paragraph.replace(/\s+/g, ' ').trim());
    expect(tagsOf(html, 'a').map(({ href }) => href)).toEqual([LINK, LINK]);
  });

  test('comes in the language it was asked for', () => {
    expect(render({ locale: 'de' }).subject).toBe('Aktualisieren Sie Ihr Konto');
    expect(render({ locale: 'fr-CA', linkExpiresInMinutes: 1 }).text).toContain('1 minute');
  });

  test('uses the texts of the realm, with the link inside a sentence too', () => {
    const realm = buildRealm({ localizationTexts: { en: { executeActionsBody: 'Go to {0} & <b>hurry</b>: {4}' } } });
    const { text, html } = render({ realm });
    expect(text).toBe(`Go to ${LINK} & hurry: 12 hours\n`);
    expect(tagsOf(html, 'a').map(({ href }) => href)).toEqual([LINK]);
  });
});

describe("Keycloak's texts of a realm", () => {
  test('are taken with their arguments, the HTML one for both bodies where there is no other', () => {
    const html = '<p>Hello from {2}, do {3}:</p><p><a href="{0}" rel="nofollow">Go</a></p><p>You have {4}.</p><script>x</script>';
    const realm = buildRealm({
      displayName: 'Acme',
      localizationTexts: { en: { executeActionsBodyHtml: html, executeActionsSubject: 'It is {0}time' } },
    });
    const { text, html: body } = render({ realm });
    expect(text.split('\n\n').slice(0, 3)).toEqual(['Hello from Acme, do Update Password, Configure OTP:', LINK, 'You have 12 hours.']);
    expect(tagsOf(body, 'a').map(({ href }) => href)).toEqual([LINK, LINK]);
    expect(tagsOf(body, 'script')).toEqual([]);
  });
});

describe('every mail', () => {
  test.each([
    ['password-reset', 'Reset password', "Someone just requested to change your Acme Corporation account's credentials."],
    ['email-verification', 'Verify email', 'Someone has created a Acme Corporation account with this email address.'],
    ['email-update-confirmation', 'Verify new email', 'To update your Acme Corporation account with email address alice@acme.example,'],
    ['invitation', 'Your account at Acme Corporation', 'An account has been made for you at Acme Corporation.'],
    ['email-changed', 'Your e-mail address was changed', 'The e-mail address of your Acme Corporation account was changed to .'],
    [
      'email-changed-by-admin',
      'The e-mail address of your account was changed',
      'An administrator gave your Acme Corporation account another',
    ],
    ['new-device', 'New sign-in to your account', 'Somebody signed in to your Acme Corporation account on'],
    ['event-update-credential', 'Update credential', 'Your  credential was changed on'],
    ['event-remove-credential', 'Remove credential', 'was removed from your account on'],
    ['email-test', '[Anteroom] - SMTP test message', 'This is a test message'],
  ])('%s has its subject and text', (template, subject, text) => {
    const mail = render({ template });
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(text);
  });

  test('shows hostile names as text and keeps its subject on one line', () => {
    const realm = buildRealm({
      displayName: HOSTILE,
      localizationTexts: { en: { executeActionsSubject: 'Hello\r\nBcc: eve@evil.example' } },
    });
    const user = { username: HOSTILE, firstName: HOSTILE, lastName: HOSTILE, email: HOSTILE };
    const mails = [render({ realm, user, actions: [HOSTILE] }), render({ realm, user, template: 'email-update-confirmation' })];
    for (const { subject, html } of mails) {
      expect(subject).not.toMatch(/[\r\n]/);
      expect(tagsOf(html, 'img')).toEqual([]);
      expect(tagsOf(html, 'a').every(({ href }) => href === LINK)).toBe(true);
    }
  });

  test('loads nothing', () => {
    expect(render().html).not.toMatch(/<(img|link|script|iframe|style)\b|url\(|src=/i);
  });

  test('names a realm without display name with a capital', () => {
    expect(render({ realm: buildRealm({ realm: 'acme', displayName: '' }) }).text).toContain('your Acme account');
  });

  test('is refused without the link it is for, or under an unknown name', () => {
    const code = (overrides: Partial<Input>): string => {
      try {
        render(overrides);
        return 'sent';
      } catch (error) {
        return isAnteroomError(error) ? error.code : 'other';
      }
    };
    expect([code({ link: null }), code({ template: 'no-such-template' })]).toEqual(['invalid_input', 'invalid_input']);
  });
});

describe('the life of a link in words', () => {
  test.each([
    [5, '5 minutes'],
    [1, '1 minute'],
    [0, '1 minute'],
    [60, '1 hour'],
    [90, '90 minutes'],
    [719, '11 hours'],
    [1440, '1 day'],
    [4319, '2 days'],
  ])('%s minutes are %s', (minutes, words) => {
    expect(render({ linkExpiresInMinutes: minutes }).text).toContain(`within ${words}.`);
  });
});
