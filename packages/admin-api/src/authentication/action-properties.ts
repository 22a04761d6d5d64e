import data from './action-properties.json' with { type: 'json' };

/** What each required action can be configured with, in Keycloak's words; one that is not named takes nothing. */
export const ACTION_PROPERTIES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = data;
