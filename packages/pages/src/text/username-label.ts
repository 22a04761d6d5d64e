import type { PageContext } from '@anteroom/core';
import type { Translator } from './translator.ts';

/** What a person may type as their name here. */
export function usernameLabel(realm: PageContext['realm'], t: Translator): string {
  if (!realm.loginWithEmailAllowed) return t.text('username');
  return realm.registrationEmailAsUsername ? t.text('email') : t.text('usernameOrEmail');
}
