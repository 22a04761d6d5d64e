import { describe, expect, test } from '@jest/globals';
import { chooseLocale, type LocaleSources } from './choose-locale.ts';

const choose = (overrides: Partial<LocaleSources>): string =>
  chooseLocale({
    supported: ['en', 'de', 'fr', 'pt-BR'],
    kcLocale: null,
    userLocale: null,
    uiLocales: null,
    cookie: null,
    acceptLanguage: null,
    default: 'en',
    ...overrides,
  });

describe('the locale of a page', () => {
  test('follows the click, then the user, the client, the cookie, the browser and the realm', () => {
    const all = { kcLocale: 'fr', userLocale: 'de', uiLocales: 'pt-BR', cookie: 'en', acceptLanguage: 'de', default: 'fr' };
    expect(choose(all)).toBe('fr');
    expect(choose({ ...all, kcLocale: null })).toBe('de');
    expect(choose({ ...all, kcLocale: null, userLocale: null })).toBe('pt-BR');
    expect(choose({ ...all, kcLocale: null, userLocale: null, uiLocales: null })).toBe('en');
    expect(choose({ acceptLanguage: 'de', default: 'fr' })).toBe('de');
    expect(choose({ default: 'fr' })).toBe('fr');
  });

  test('passes over what the realm does not support', () => {
    expect(choose({ kcLocale: 'xx', userLocale: '', uiLocales: 'ja zh de', cookie: 'fr' })).toBe('de');
  });

  test('matches by language where there is no exact match', () => {
    expect(choose({ kcLocale: 'de-AT' })).toBe('de');
    expect(choose({ kcLocale: 'pt_PT' })).toBe('pt-BR');
  });

  test('reads weights of Accept-Language', () => {
    expect(choose({ acceptLanguage: 'ja;q=0.9, fr;q=0.2, de;q=0.8, en;q=0' })).toBe('de');
    expect(choose({ acceptLanguage: '*, ;;q=, fr' })).toBe('fr');
    expect(choose({ acceptLanguage: ',;q='.repeat(5000) })).toBe('en');
  });

  test('is the default of the realm where internationalization is off', () => {
    expect(choose({ supported: [], kcLocale: 'de', default: null })).toBe('en');
  });
});
