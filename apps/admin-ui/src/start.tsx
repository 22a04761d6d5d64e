import type { ReactNode } from 'react';
import { createApi } from './api/api.ts';
import { createCallLog } from './api/call-log.ts';
import { consolePath, readPlace } from './auth/place.ts';
import { createSession } from './auth/session.ts';
import { beginSignIn, completeSignIn, isSignInAnswer, returnToOf } from './auth/sign-in.ts';
import type { AuthRealm, Tokens } from './auth/tokens.ts';
import { type Locale, loadMessages } from './i18n/locale.ts';
import type { Messages } from './i18n/messages.ts';
import { App } from './shell/app.tsx';
import { SignedOut, SignInFailed, SigningIn } from './shell/sign-in-notices.tsx';

export interface StartDependencies {
  /** With all messages once there are rooms to show. */
  readonly show: (content: ReactNode, messages?: Messages) => void;
  readonly locale: Locale;
  readonly window: Window & typeof globalThis;
  readonly now: () => number;
}

const SIGNED_OUT = 'signed-out';

/** From the address to the console: signed in, on the way to the login page, back from it, or signed out. */
export async function start({ show, locale, window, now }: StartDependencies): Promise<void> {
  const { location, history, sessionStorage: storage } = window;
  const place = readPlace(location.pathname) ?? { base: '', realm: null, rest: '/' };
  const realm = place.realm ?? 'master';
  const server = `${location.origin}${place.base}`;
  const basepath = consolePath(place.base, realm);
  const home = `${basepath}/`;
  const redirectUri = `${location.origin}${home}`;
  const auth: AuthRealm = { realm, server, redirectUri };
  const url = new URL(location.href);

  async function signIn(returnTo: string): Promise<void> {
    show(<SigningIn />);
    try {
      location.assign(await beginSignIn(auth, returnTo, storage, locale));
    } catch (error) {
      show(<SignInFailed error={error} realm={realm} secure={window.isSecureContext} again={() => signIn(returnTo)} />);
    }
  }

  function enter(tokens: Tokens, messages: Messages): void {
    const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`anteroom.${auth.realm}`) : null;
    const session = createSession({ auth, tokens, now, channel });
    const here = () => location.pathname + location.search;
    const signOut = async () => location.assign(await session.signOutUrl(`${redirectUri}${SIGNED_OUT}`));
    const calls = createCallLog();
    const api = createApi({ server, session, calls, page: () => location.pathname });
    const value = { api, session, calls, server, authRealm: realm, now: () => new Date(now()), signOut, signInAgain: () => signIn(here()) };
    show(<App console={value} basepath={basepath} />, messages);
  }

  if (place.rest === `/${SIGNED_OUT}`) {
    history.replaceState(null, '', location.pathname);
    show(<SignedOut signIn={() => signIn(home)} />);
    return;
  }
  if (isSignInAnswer(url, storage)) {
    const returnTo = returnToOf(url, storage, home);
    show(<SigningIn />);
    try {
      const [{ tokens }, messages] = await Promise.all([completeSignIn(auth, url, storage, now), loadMessages(locale)]);
      history.replaceState(null, '', returnTo);
      enter(tokens, messages);
    } catch (error) {
      history.replaceState(null, '', returnTo);
      show(<SignInFailed error={error} realm={realm} secure={window.isSecureContext} again={() => signIn(returnTo)} />);
    }
    return;
  }
  await signIn(location.pathname + location.search);
}
