import type { PageContext } from '@anteroom/core';
import { createPageResources } from '../src/resources/resources.ts';

/** What every page is told beside its view, for a realm that allows everything. */
export function buildContext(
  overrides: Partial<Omit<PageContext, 'realm'>> & { readonly realm?: Partial<PageContext['realm']> } = {},
): PageContext {
  const { realm, ...rest } = overrides;
  return {
    realm: {
      name: 'acme',
      displayName: 'Acme Corporation',
      displayNameHtml: null,
      resetPasswordAllowed: true,
      registrationAllowed: true,
      rememberMe: true,
      loginWithEmailAllowed: true,
      registrationEmailAsUsername: false,
      internationalizationEnabled: true,
      supportedLocales: ['en', 'de', 'fr'],
      localizationTexts: {},
      ...realm,
    },
    locale: 'en',
    action: '/realms/acme/login-actions/authenticate?session_code=c&execution=e&client_id=web&tab_id=t&client_data=d',
    hidden: {},
    links: {
      restart: '/realms/acme/login-actions/restart?client_id=web&tab_id=t',
      forgotPassword: '/realms/acme/login-actions/reset-credentials?client_id=web&tab_id=t',
      register: '/realms/acme/login-actions/registration?client_id=web&tab_id=t',
      login: '/realms/acme/login-actions/authenticate?client_id=web&tab_id=t',
      changeLocale: (locale) => `/realms/acme/login-actions/authenticate?client_id=web&tab_id=t&kc_locale=${locale}`,
    },
    resources: createPageResources().base,
    development: false,
    ...rest,
  };
}
