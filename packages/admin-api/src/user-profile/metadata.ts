import { administratorViews, type ProfileAttribute, type UserProfile } from './profile.ts';

/** `userProfileMetadata` of a user, as an administrator sees the form (Keycloak's UserProfileMetadata). */
export function profileMetadata(profile: UserProfile, editUsernameAllowed: boolean): Readonly<Record<string, unknown>> {
  return {
    attributes: profile.attributes.filter(administratorViews).map((attribute) => attributeMetadata(attribute, editUsernameAllowed)),
    groups: (profile.groups ?? []).map((group) => ({ ...group })),
  };
}

function attributeMetadata(attribute: ProfileAttribute, editUsernameAllowed: boolean): Readonly<Record<string, unknown>> {
  const isUsername = attribute.name === 'username';
  return {
    name: attribute.name,
    ...(attribute.displayName === undefined ? {} : { displayName: attribute.displayName }),
    required: isUsername || attribute.required?.roles?.includes('admin') === true,
    readOnly: isUsername ? !editUsernameAllowed : attribute.permissions?.edit?.includes('admin') === false,
    ...(attribute.annotations === undefined ? {} : { annotations: attribute.annotations }),
    validators: validatorsOf(attribute),
    ...(attribute.group === undefined ? {} : { group: attribute.group }),
    multivalued: attribute.multivalued ?? false,
  };
}

function validatorsOf(attribute: ProfileAttribute): Readonly<Record<string, unknown>> {
  const own = Object.entries(attribute.validations ?? {}).map(([name, config]) => [name, { ...config, 'ignore.empty.value': true }]);
  return { ...Object.fromEntries(own), ...(attribute.multivalued === true ? {} : { multivalued: { max: '1' } }) };
}
