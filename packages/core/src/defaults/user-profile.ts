import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import { isObject, type Representation } from '../representation/read.ts';
import data from './user-profile.json' with { type: 'json' };

export const USER_PROFILE_PROVIDER = 'org.keycloak.userprofile.UserProfileProvider';

/** The user profile of a realm that configures none. */
export const DEFAULT_USER_PROFILE: Representation = data;

/** The user profile configuration of a realm; one that cannot be read counts as none. */
export function userProfileOf(realm: RealmSnapshot): Representation {
  const component = realm.configuration.components.find((other) => other.providerType === USER_PROFILE_PROVIDER);
  const text = component?.config['kc.user.profile.config']?.[0];
  if (text === undefined) return DEFAULT_USER_PROFILE;
  try {
    const profile: unknown = JSON.parse(text);
    return isObject(profile) ? profile : DEFAULT_USER_PROFILE;
  } catch {
    return DEFAULT_USER_PROFILE;
  }
}
