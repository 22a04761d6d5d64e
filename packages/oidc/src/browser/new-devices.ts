import {
  type Change,
  type Clock,
  hashSecret,
  isAnteroomError,
  type Log,
  type RealmSnapshot,
  type SignedTokens,
  type Urls,
  type User,
} from '@anteroom/core';
import type { LoginEvents } from '../events/login-events.ts';
import { COOKIES } from './cookies.ts';
import { deviceName } from './device-name.ts';
import type { Visit } from './visit.ts';

/** Makes the link and its mail; nothing is sent before the changes are committed. */
export interface WarningPlanner {
  plan(request: {
    readonly realm: RealmSnapshot;
    readonly user: User;
    readonly kind: 'end-session';
    readonly actions: readonly string[];
    readonly clientId: string;
    readonly redirectUri: null;
    readonly lifespanSeconds: null;
    readonly locale: null;
    readonly details: Readonly<Record<string, string>>;
  }): { readonly changes: readonly Change[] };
}

/** "Was this you?": a mail about a sign-in in a browser that has not been used for the account before, in realms that want it. */
export interface NewDevices {
  greet(visit: Visit, signIn: { readonly user: User; readonly sid: string; readonly clientId: string }): Promise<void>;
}

/** Realm attribute. */
const SWITCH = 'newDeviceNotice';
/** People a browser is remembered for; who was there longest ago is new again. */
const MOST_PEOPLE = 8;
const YEAR = 365 * 24 * 60 * 60;

export function createNewDevices(dependencies: {
  readonly links?: WarningPlanner | undefined;
  readonly signed: SignedTokens;
  readonly events: LoginEvents;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly log: Log;
}): NewDevices {
  const { links, signed, events, urls, clock, log } = dependencies;

  async function known({ realm, cookies }: Visit): Promise<readonly string[]> {
    const cookie = cookies[COOKIES.device];
    if (!cookie) return [];
    try {
      const { users } = await signed.verify(realm, 'device-cookie', cookie);
      return Array.isArray(users) ? users.filter((one) => typeof one === 'string') : [];
    } catch (error) {
      if (isAnteroomError(error, 'invalid_token')) return [];
      throw error;
    }
  }

  return {
    async greet(visit, { user, sid, clientId }) {
      const { realm } = visit;
      if (links === undefined || realm.realm.attributes[SWITCH] !== 'true') return;
      const mark = hashSecret(`${realm.id}.${user.id}`).slice(0, 22);
      const people = await known(visit);
      const now = clock.now();
      const iat = Math.floor(now.getTime() / 1000);
      const users = [mark, ...people.filter((one) => one !== mark)].slice(0, MOST_PEOPLE);
      const cookie = await signed.sign(realm, 'device-cookie', { iat, exp: iat + YEAR, aud: urls.issuer(realm.name), users });
      visit.setCookies.push(visit.jar.set(COOKIES.device, cookie, { maxAge: YEAR }));
      // Nobody is warned of the browser in which the account was made, nor at an address that may be a stranger's.
      const isNew = now.getTime() - user.createdAt.getTime() < 10 * 60_000;
      if (people.includes(mark) || isNew || !user.email || !user.emailVerified) return;
      const details = { sid, at: now.toISOString(), from: visit.ip, device: deviceName(visit.userAgent) };
      const about = { actions: [], clientId, redirectUri: null, lifespanSeconds: null, locale: null };
      try {
        await events.commit(realm, links.plan({ realm, user, kind: 'end-session', ...about, details }).changes, []);
      } catch (error) {
        // The sign-in itself is good; a warning that cannot be written does not undo it.
        log.warn('new-device.not-told', { realm: realm.name, user: user.id, error });
      }
    },
  };
}
