import { describe, expect, test } from '@jest/globals';
import { EXHIBITS } from '../test/gallery.ts';
import { buildContext } from '../test/page-context.ts';
import { readPage, tagsOf } from '../test/read-page.ts';
import { createPageRenderer } from './page-renderer.tsx';
import { createPageResources } from './resources/resources.ts';

const renderer = createPageRenderer();
const show = (name: string): string => {
  const { view, context } = EXHIBITS.find((exhibit) => exhibit.name === name)!;
  return renderer.render(view, context);
};
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{0}`;

describe('every page', () => {
  test('has no inline script, inline style or event handler', () => {
    const found = EXHIBITS.filter(({ view, context }) => {
      const html = renderer.render(view, context);
      return /<style\b|\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=/i.test(html.replace(/value="[^"]*"/g, ''));
    });
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  test('names its language and direction', () => {
    expect(tagsOf(show('login-german'), 'html')).toEqual([{ lang: 'de', dir: 'ltr' }]);
    expect(tagsOf(show('login-arabic'), 'html')).toEqual([{ lang: 'ar', dir: 'rtl' }]);
  });

  test('loads nothing from another place', () => {
    const foreign = EXHIBITS.flatMap(({ view, context }) => {
      const html = renderer.render(view, context);
      return [...tagsOf(html, 'script'), ...tagsOf(html, 'link'), ...tagsOf(html, 'img')]
        .map((tag) => tag.src ?? tag.href ?? '')
        .filter((url) => !url.startsWith(context.resources) && !url.startsWith('data:image/svg+xml;base64,'));
    });
    expect(foreign).toEqual([]);
  });

  test('carries the hidden fields it was given in its form', () => {
    const { view } = EXHIBITS.find(({ name }) => name === 'otp')!;
    const html = renderer.render(view, buildContext({ hidden: { session_code: 'abc' } }));
    expect(tagsOf(html, 'input')).toContainEqual({ type: 'hidden', name: 'session_code', value: 'abc' });
  });

  test('shows hostile names and texts as text', () => {
    const context = buildContext({
      action: `/a?x=${HOSTILE}`,
      hidden: { [HOSTILE]: HOSTILE },
      realm: {
        name: HOSTILE,
        displayName: HOSTILE,
        displayNameHtml: null,
        localizationTexts: { en: { doLogIn: HOSTILE, password: HOSTILE } },
      },
    });
    const pages = [
      renderer.render(
        { kind: 'login', username: HOSTILE, usernameFixed: false, rememberMe: false, error: { key: HOSTILE }, info: null },
        context,
      ),
      renderer.render({ kind: 'consent', clientName: HOSTILE, scopes: [HOSTILE] }, context),
      renderer.render({ kind: 'link-confirm', username: HOSTILE, actions: [HOSTILE], key: HOSTILE }, context),
      renderer.render({ kind: 'form-post', action: `https://app.example/${HOSTILE}`, fields: { state: HOSTILE } }, context),
      renderer.render(
        { kind: 'error', message: { key: 'invalidParameterMessage', args: [HOSTILE] }, back: null, requestId: HOSTILE },
        context,
      ),
      renderer.render(
        {
          kind: 'otp',
          username: HOSTILE,
          devices: [
            { id: HOSTILE, label: HOSTILE },
            { id: '2', label: HOSTILE },
          ],
          selected: null,
          error: null,
        },
        context,
      ),
    ];
    const ours = createPageResources().base;
    for (const html of pages) {
      expect(tagsOf(html, 'script').every(({ src }) => src?.startsWith(ours))).toBe(true);
      expect(tagsOf(html, 'img').every(({ src }) => src?.startsWith(ours))).toBe(true);
    }
  });

  test('links nowhere that could run a script', () => {
    const back = { url: ' java\tscript:alert(1)', text: { key: 'backToApplication' } };
    const html = renderer.render(
      { kind: 'error', message: { key: 'invalidRequestMessage' }, back, requestId: null },
      buildContext({ links: {} }),
    );
    expect(readPage(html).links).toEqual([]);
    const post = renderer.render({ kind: 'form-post', action: 'javascript:alert(1)', fields: {} }, buildContext());
    expect(tagsOf(post, 'form')).toEqual([]);
  });

  test('costs at most 20 KB on the first load, style sheet, script and pictures included', () => {
    const files = createPageResources().files.filter(({ path }) => !path.endsWith('submit-form.js'));
    const total = files.reduce((sum, { body }) => sum + Buffer.byteLength(body), Buffer.byteLength(show('login')));
    expect(total).toBeLessThanOrEqual(20 * 1024);
  });
});

describe('the login form', () => {
  test('has the ids that automation made for Keycloak looks for', () => {
    const html = show('login');
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(expect.arrayContaining(['kc-form-login', 'username', 'password', 'rememberMe', 'kc-login', 'kc-page-title']));
  });

  test('ties its error to both fields and announces it', () => {
    const html = show('login-error');
    const [username, password] = tagsOf(html, 'input');
    expect(username).toMatchObject({
      name: 'username',
      value: 'alice',
      'aria-invalid': 'true',
      'aria-describedby': 'input-error-username',
    });
    expect(password).toMatchObject({ name: 'password', 'aria-invalid': 'true', 'aria-describedby': 'input-error-username' });
    expect(tagsOf(html, 'p')).toContainEqual({ class: 'field-error kc-feedback-text', id: 'input-error-username', role: 'alert' });
  });

  test('puts the cursor where typing goes on', () => {
    expect(tagsOf(show('login'), 'input').find((input) => 'autofocus' in input)?.name).toBe('username');
    expect(tagsOf(show('login-error'), 'input').find((input) => 'autofocus' in input)?.name).toBe('password');
  });

  test('never repeats a password', () => {
    expect(tagsOf(show('login-error'), 'input').find(({ name }) => name === 'password')).not.toHaveProperty('value');
  });

  test('asks for the name the realm knows people by', () => {
    const { view } = EXHIBITS[0]!;
    expect(renderer.render(view, buildContext({ realm: { loginWithEmailAllowed: false } }))).toContain('>Username<');
    expect(renderer.render(view, buildContext({ realm: { registrationEmailAsUsername: true } }))).toContain('>Email<');
  });
});

describe('other pages', () => {
  test('one device is posted silently, several are chosen from', () => {
    expect(tagsOf(show('otp'), 'input')).toContainEqual({
      type: 'hidden',
      id: 'selectedCredentialId',
      name: 'selectedCredentialId',
      value: 'd1',
    });
    const radios = tagsOf(show('otp-devices-error'), 'input').filter(({ type }) => type === 'radio');
    expect(radios.map(({ value, checked }) => [value, checked !== undefined])).toEqual([
      ['d1', false],
      ['d2', true],
    ]);
  });

  test('setting up an authenticator posts the secret, a code and a name', () => {
    const page = readPage(show('configure-totp'));
    expect(page.inputs).toEqual(['totpSecret', 'totp', 'userLabel', 'logout-sessions']);
    expect(page.text).toContain('NBSW Y3DP O5XX E3DE');
    expect(page.text).not.toContain('helloworldhelloworld');
  });

  test('a mailed link says what it would do to whom, and acts by POST only', () => {
    const html = show('link-confirm');
    const page = readPage(html);
    expect(page.text).toContain('Perform the following action(s) Update Password Verify Email Account alice');
    expect(page.links).toEqual([]);
    expect(tagsOf(html, 'form')).toMatchObject([{ method: 'post' }]);
    expect(tagsOf(html, 'input')).toEqual([{ type: 'hidden', name: 'key', value: 'header.payload.signature' }]);
  });

  test('each reason why a link is dead has a text of its own', () => {
    const texts = EXHIBITS.filter(({ view }) => view.kind === 'link-dead').map(
      ({ view, context }) => readPage(renderer.render(view, context)).text,
    );
    expect(new Set(texts).size).toBe(7);
    expect(texts[0]).toContain('Action expired.');
  });

  test('a new link is asked for by POST', () => {
    expect(tagsOf(show('link-dead-expired'), 'form')).toMatchObject([{ method: 'post' }]);
    expect(tagsOf(show('link-dead-expired'), 'button')).toMatchObject([{ name: 'requestNew', value: 'on' }]);
    expect(tagsOf(show('link-dead-used'), 'form')).toEqual([]);
  });

  test('a posted answer carries every field and a button for browsers without scripts', () => {
    const html = show('form-post');
    expect(tagsOf(html, 'form')).toEqual([{ id: 'kc-form-post', action: 'https://app.example/cb', method: 'post' }]);
    expect(tagsOf(html, 'input')).toEqual([
      { type: 'hidden', name: 'code', value: 'c0de' },
      { type: 'hidden', name: 'state', value: '"><script>alert(1)</script>' },
    ]);
    expect(tagsOf(html, 'button')).toHaveLength(1);
  });

  test('languages are offered where the realm has several', () => {
    expect(
      tagsOf(show('login'), 'a')
        .filter(({ href }) => href?.includes('kc_locale='))
        .map(({ hreflang }) => hreflang),
    ).toEqual(['en', 'de', 'fr']);
    expect(show('login-bare')).not.toContain('kc_locale');
  });
});
