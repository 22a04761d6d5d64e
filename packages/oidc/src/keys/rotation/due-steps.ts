import type { Change, Client, Component, RealmSnapshot } from '@anteroom/core';
import type { RealmKey } from '../realm-key.ts';
import { KEY_PROVIDER_TYPE, realmKeys } from '../realm-keys.ts';
import { rotationPeriod, servedAfterUse } from './key-lifespans.ts';
import { rotationMark, withMarks } from './rotation-marks.ts';

export interface DueSteps {
  readonly changes: readonly Change[];
  /** Keys whose time is over by the realm's schedule: a successor is to be published for each. */
  readonly successorsFor: readonly RealmKey[];
  /** Epoch seconds of the next step; null when none is known. */
  readonly nextAt: number | null;
}

const providersOf = (realm: RealmSnapshot): readonly Component[] =>
  realm.configuration.components.filter(({ providerType }) => providerType === KEY_PROVIDER_TYPE);

const signs = (key: RealmKey, algorithm: string): boolean => key.status === 'ACTIVE' && key.use === 'SIG' && key.algorithm === algorithm;

/** Keys that sign at this moment, one for each algorithm. */
export function signingKeys(realm: RealmSnapshot): readonly RealmKey[] {
  const keys = realmKeys(realm);
  return keys.all.filter((key) => signs(key, key.algorithm) && keys.active(key.algorithm) === key);
}

interface Successor {
  readonly key: RealmKey;
  readonly signsFrom: number;
}

/** Published keys that are about to take over. */
function successors(realm: RealmSnapshot): readonly Successor[] {
  return providersOf(realm).flatMap((component) => {
    const signsFrom = rotationMark(component, 'rotation.signsFrom');
    // Most realms have none: their keys are not even parsed.
    if (signsFrom === null) return [];
    const key = realmKeys(realm).all.find(({ providerId }) => providerId === component.id);
    return key === undefined || key.status !== 'PASSIVE' ? [] : [{ key, signsFrom }];
  });
}

export function successorOf(realm: RealmSnapshot, algorithm: string): Successor | null {
  return successors(realm).find(({ key }) => key.algorithm === algorithm) ?? null;
}

/** What has become due for the keys of a realm at `now` (epoch seconds). `clients` is asked for only when a key stops signing. */
export async function dueSteps(realm: RealmSnapshot, now: number, clients: () => Promise<readonly Client[]>): Promise<DueSteps> {
  const components = providersOf(realm);
  const changes: Change[] = [];
  const times: number[] = [];
  const put = (id: string, active: boolean | null, marks: Parameters<typeof withMarks>[2]) => {
    const component = components.find((one) => one.id === id);
    if (component !== undefined) changes.push({ kind: 'put-component', component: withMarks(component, active, marks) });
  };

  for (const component of components) {
    const until = rotationMark(component, 'rotation.servedUntil');
    if (until === null) continue;
    if (until <= now) changes.push({ kind: 'delete-component', id: component.id });
    else times.push(until);
  }

  for (const { key: successor, signsFrom } of successors(realm)) {
    if (signsFrom > now) {
      times.push(signsFrom);
      continue;
    }
    put(successor.providerId, true, { 'rotation.signsSince': now });
    const lasts = servedAfterUse(realm, await clients(), successor);
    // Also what would sign in its place by priority.
    for (const { providerId } of realmKeys(realm).all.filter((key) => signs(key, successor.algorithm)))
      put(providerId, false, lasts === null ? {} : { 'rotation.servedUntil': now + lasts });
  }

  const successorsFor: RealmKey[] = [];
  const period = rotationPeriod(realm);
  if (period !== null) {
    for (const key of signingKeys(realm)) {
      if (key.type === 'OCT' || successorOf(realm, key.algorithm) !== null) continue;
      const component = components.find(({ id }) => id === key.providerId);
      const since = component === undefined ? null : rotationMark(component, 'rotation.signsSince');
      // Of a key that nobody rotated before, the period begins when the schedule first sees it.
      if (since === null) put(key.providerId, null, { 'rotation.signsSince': now });
      else if (since + period <= now) successorsFor.push(key);
      else times.push(since + period);
    }
  }
  return { changes, successorsFor, nextAt: times.length === 0 ? null : Math.min(...times) };
}
