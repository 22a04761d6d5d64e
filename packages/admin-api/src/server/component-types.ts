import data from './component-types.json' with { type: 'json' };

export interface ComponentType {
  readonly id: string;
  readonly helpText?: string;
  readonly properties: readonly Readonly<Record<string, unknown>>[];
}

/** Provider type → what can be configured of it, in Keycloak's words; only what this server keeps or runs. */
export const COMPONENT_TYPES: Readonly<Record<string, readonly ComponentType[]>> = data;
