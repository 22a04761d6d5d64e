import { describe, expect, it } from '@jest/globals';
import type { Realm } from '../directory/realm.ts';
import {
  clientEntryExpiresAt,
  clientIdleSeconds,
  clientMaxSeconds,
  sessionExpiresAt,
  sessionIdleSeconds,
  sessionMaxSeconds,
} from './session-lifespans.ts';

const REALM = {
  ssoSessionIdleTimeout: 1800,
  ssoSessionMaxLifespan: 36_000,
  ssoSessionIdleTimeoutRememberMe: 0,
  ssoSessionMaxLifespanRememberMe: 0,
  offlineSessionIdleTimeout: 2_592_000,
  offlineSessionMaxLifespanEnabled: false,
  offlineSessionMaxLifespan: 5_184_000,
  clientSessionIdleTimeout: 0,
  clientSessionMaxLifespan: 0,
  clientOfflineSessionIdleTimeout: 0,
  clientOfflineSessionMaxLifespan: 0,
} as Realm;
const online = { offline: false, rememberMe: false };
const remembered = { offline: false, rememberMe: true };
const offline = { offline: true, rememberMe: false };
const client = (attributes: Record<string, string>) => ({ attributes });

describe('lifespans of sessions', () => {
  it('are the realm values for an ordinary session', () => {
    expect([sessionIdleSeconds(REALM, online), sessionMaxSeconds(REALM, online)]).toEqual([1800, 36_000]);
  });

  it('are never shorter when the user asked to be remembered', () => {
    const realm = { ...REALM, ssoSessionIdleTimeoutRememberMe: 60, ssoSessionMaxLifespanRememberMe: 86_400 };
    expect([sessionIdleSeconds(realm, remembered), sessionMaxSeconds(realm, remembered)]).toEqual([1800, 86_400]);
    expect([sessionIdleSeconds(REALM, remembered), sessionMaxSeconds(REALM, remembered)]).toEqual([1800, 36_000]);
  });

  it('have a maximum offline only where the realm limits it', () => {
    expect(sessionMaxSeconds(REALM, offline)).toBeNull();
    expect(sessionMaxSeconds({ ...REALM, offlineSessionMaxLifespanEnabled: true }, offline)).toBe(5_184_000);
  });

  it('end at whichever comes first, idle time or maximum', () => {
    const record = { started: 0, lastAccess: 35_000_000, rememberMe: false };
    expect(sessionExpiresAt(REALM, false, record).getTime()).toBe(36_000_000);
    expect(sessionExpiresAt(REALM, false, { ...record, lastAccess: 1000 }).getTime()).toBe(1_801_000);
    expect(sessionExpiresAt(REALM, true, record).getTime()).toBe(35_000_000 + 2_592_000_000);
  });
});

describe('lifespans of client entries', () => {
  it('are those of the session unless realm or client say otherwise', () => {
    expect([clientIdleSeconds(REALM, online), clientMaxSeconds(REALM, online)]).toEqual([1800, 36_000]);
    const realm = { ...REALM, clientSessionIdleTimeout: 600, clientSessionMaxLifespan: 7200 };
    expect([clientIdleSeconds(realm, online), clientMaxSeconds(realm, online)]).toEqual([600, 7200]);
    const own = client({ 'client.session.idle.timeout': '300', 'client.session.max.lifespan': '3600' });
    expect([clientIdleSeconds(realm, online, own), clientMaxSeconds(realm, online, own)]).toEqual([300, 3600]);
  });

  it('take attributes that are empty, negative or no numbers for absent', () => {
    for (const value of ['', '0', '-5', 'soon', 'NaN', 'Infinity']) {
      expect(clientIdleSeconds(REALM, online, client({ 'client.session.idle.timeout': value }))).toBe(1800);
    }
  });

  it('have offline attributes of their own, and no maximum where offline sessions have none', () => {
    const own = client({
      'client.offline.session.idle.timeout': '100',
      'client.offline.session.max.lifespan': '200',
      'client.session.idle.timeout': '5',
    });
    expect([clientIdleSeconds(REALM, offline, own), clientMaxSeconds(REALM, offline, own)]).toEqual([100, null]);
    expect(clientMaxSeconds({ ...REALM, offlineSessionMaxLifespanEnabled: true }, offline, own)).toBe(200);
  });

  it('are capped by the maximum of the session, but not by its idle time', () => {
    const session = { started: 0, rememberMe: false };
    const own = client({ 'client.session.idle.timeout': '7200', 'client.session.max.lifespan': '99999' });
    expect(clientEntryExpiresAt(REALM, false, session, { started: 0, lastAccess: 0 }, own).getTime()).toBe(7_200_000);
    expect(clientEntryExpiresAt(REALM, false, session, { started: 35_000_000, lastAccess: 35_000_000 }, own).getTime()).toBe(36_000_000);
  });
});
