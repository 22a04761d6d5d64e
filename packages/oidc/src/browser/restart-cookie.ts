import { type Clock, isAnteroomError, type RealmSnapshot, type SignedTokens, type Urls } from '@anteroom/core';

/** `KC_RESTART`: a signed copy of the last request's parameters, so that a login whose record is lost starts again (settled 5). */
export interface RestartCookies {
  write(realm: RealmSnapshot, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** The parameters; null when the cookie is missing or not ours. They are checked again like any request. */
  read(realm: RealmSnapshot, cookie: string | undefined): Promise<Readonly<Record<string, string>> | null>;
}

/** Never taken along: answers to questions that were asked once. */
const DROPPED = ['kc_locale'];

const PUSHED_SECONDS = 43_200;

export function createRestartCookies(dependencies: {
  readonly signed: SignedTokens;
  readonly urls: Urls;
  readonly clock: Clock;
}): RestartCookies {
  const { signed, urls, clock } = dependencies;
  return {
    write(realm, parameters) {
      const kept = Object.fromEntries(Object.entries(parameters).filter(([name]) => !DROPPED.includes(name)));
      const iat = Math.floor(clock.now().getTime() / 1000);
      return signed.sign(realm, 'restart-cookie', { iat, aud: urls.issuer(realm.name), cid: parameters.client_id ?? '', prm: kept });
    },
    async read(realm, cookie) {
      if (!cookie) return null;
      try {
        const { prm, iat } = await signed.verify(realm, 'restart-cookie', cookie);
        if (typeof prm !== 'object' || prm === null) return null;
        // A pushed request is spent once; that is remembered for a day.
        if ('request_uri' in prm && clock.now().getTime() / 1000 - Number(iat) > PUSHED_SECONDS) return null;
        return Object.fromEntries(Object.entries(prm).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
      } catch (error) {
        if (isAnteroomError(error, 'invalid_token')) return null;
        throw error;
      }
    },
  };
}
