import type { RealmSnapshot } from '@anteroom/core';
import type { KeyStatus } from '../realm-key.ts';
import { realmKeys } from '../realm-keys.ts';
import { rotationMark } from './rotation-marks.ts';

/** A signing key for an operator's eyes: where it stands in its rotation. */
export interface KeyState {
  readonly algorithm: string;
  readonly kid: string;
  readonly status: KeyStatus;
  /** Published, and not used before then. */
  readonly signsFrom: Date | null;
  /** It signs no more, and goes then. */
  readonly servedUntil: Date | null;
}

export function keyStates(realm: RealmSnapshot): readonly KeyState[] {
  return realmKeys(realm)
    .all.filter(({ use }) => use === 'SIG')
    .map(({ algorithm, kid, status, providerId }) => {
      const component = realm.configuration.components.find(({ id }) => id === providerId);
      const at = (mark: 'rotation.signsFrom' | 'rotation.servedUntil') => {
        const seconds = component === undefined ? null : rotationMark(component, mark);
        return seconds === null ? null : new Date(seconds * 1000);
      };
      return { algorithm, kid, status, signsFrom: at('rotation.signsFrom'), servedUntil: at('rotation.servedUntil') };
    });
}
