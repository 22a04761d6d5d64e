import { describe, expect, test } from '@jest/globals';
import { CATALOGUES } from '../messages/catalogue.ts';
import { createTranslators } from './translator.ts';

const translators = createTranslators(CATALOGUES);

describe('a translator', () => {
  test('fills in Keycloak arguments and un-doubles its apostrophes', () => {
    const t = translators.for('en', {});
    expect(t.message({ key: 'differentUserAuthenticated', args: ['alice'] })).toBe(
      "You are already authenticated as different user 'alice' in this session. Please sign out first.",
    );
    expect(t.text('invalidPasswordConfirmMessage')).toBe("Password confirmation doesn't match.");
  });

  test('never reads an argument as a format', () => {
    expect(translators.for('en', {}).text('loginTitle', "{0}'{1}<b>")).toBe("Sign in to {0}'{1}<b>");
  });

  test('prefers the texts of the realm, of the locale before those of its language', () => {
    const texts = { de: { doLogIn: 'Einloggen', doNo: 'Nö' }, 'de-AT': { doLogIn: 'Servus' } };
    const t = translators.for('de-AT', texts);
    expect([t.text('doLogIn'), t.text('doNo'), t.text('doYes')]).toEqual(['Servus', 'Nö', 'Ja']);
  });

  test('falls back to English in a language it does not have', () => {
    expect(translators.for('tlh', {}).text('doLogIn')).toBe('Sign In');
    expect(translators.for('__proto__', {}).text('doLogIn')).toBe('Sign In');
  });

  test('shows a sentence that came instead of a key, and a general text for an unknown key', () => {
    const t = translators.for('en', {});
    expect(t.message({ key: 'Realm does not exist' })).toBe('Realm does not exist');
    expect(t.message({ key: 'noSuchMessage' })).toBe('Something unexpected happened. Please try again.');
    expect(t.message({ key: 'constructor' })).toBe('Something unexpected happened. Please try again.');
  });

  test('resolves the placeholders of labels and leaves other text alone', () => {
    const t = translators.for('de', { de: { department: 'Abteilung' } });
    expect(t.label(`\${department}`)).toBe('Abteilung');
    expect(t.label(`\${unknown}`)).toBe('unknown');
    expect(t.label('Department')).toBe('Department');
  });

  test('turns mark-up and entities of a realm text into text', () => {
    const t = translators.for('en', { en: { backToApplication: '&laquo; <b>Back</b><br/>home &lt;now&gt;' } });
    expect(t.text('backToApplication')).toBe('« Back home <now>');
  });

  test('survives formats that ICU does not know', () => {
    const t = translators.for('en', { en: { loginTitle: 'In {0,choice,0#a|1#b} of {1', doLogIn: 'Sign {' } });
    expect(t.text('loginTitle', 'x')).toBe('In x of {1');
    expect(t.text('doLogIn')).toBe('Sign {');
  });
});
