import type { Realm } from '../directory/realm.ts';
import type { PageContext } from './view.ts';

/** What a page may know of its realm. */
export function pageRealm(realm: Realm): PageContext['realm'] {
  return {
    name: realm.realm,
    displayName: realm.displayName || realm.realm,
    displayNameHtml: realm.displayNameHtml || null,
    resetPasswordAllowed: realm.resetPasswordAllowed,
    registrationAllowed: realm.registrationAllowed,
    rememberMe: realm.rememberMe,
    loginWithEmailAllowed: realm.loginWithEmailAllowed,
    registrationEmailAsUsername: realm.registrationEmailAsUsername,
    internationalizationEnabled: realm.internationalizationEnabled,
    supportedLocales: realm.supportedLocales ?? [],
    localizationTexts: realm.localizationTexts ?? {},
  };
}
