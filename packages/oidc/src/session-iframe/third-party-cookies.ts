import type { Endpoint } from '../endpoints/endpoint.ts';
import { scriptPage } from './script-page.ts';

/** Where the browser tells what it would do, nothing has to be tried; otherwise a cookie is set here and looked for on the next page. */
const STEP_1 = `(async () => {
  const say = (text) => parent.postMessage(text, '*');
  if ('hasStorageAccess' in document && !(await document.hasStorageAccess().catch(() => true))) return say('unsupported');
  document.cookie = 'KEYCLOAK_3P_COOKIE=supported' + (location.protocol === 'https:' ? '; SameSite=None; Secure' : '');
  location.replace('step2.html' + location.search);
})();`;

const STEP_2 = `const found = document.cookie.split('; ').includes('KEYCLOAK_3P_COOKIE=supported');
document.cookie = 'KEYCLOAK_3P_COOKIE=; Max-Age=0' + (location.protocol === 'https:' ? '; SameSite=None; Secure' : '');
parent.postMessage(found ? 'supported' : 'unsupported', '*');`;

const page = (title: string, script: string): Endpoint => {
  const answer = scriptPage(title, script);
  return { methods: ['GET', 'HEAD'], preflightMethods: null, answer: async () => answer };
};

/** Keycloak's `3p-cookies/step1.html` and `step2.html`: an adapter asks whether a frame of this server may have cookies. */
export const thirdPartyCookieSteps = (): readonly [Endpoint, Endpoint] => [
  page('Third-party cookies', STEP_1),
  page('Third-party cookies', STEP_2),
];
