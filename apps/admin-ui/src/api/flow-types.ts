import type { ConfigProperty } from './property-types.ts';

/** Flows as Keycloak's `authentication/*` speaks of them. */
export type Requirement = 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED';

export interface Flow {
  readonly id: string;
  readonly alias: string;
  readonly description?: string;
  readonly providerId: string;
  readonly topLevel: boolean;
  readonly builtIn: boolean;
}

/** A step or a sub-flow, as `GET flows/{alias}/executions` lists them: depth first, with their level. */
export interface Step {
  readonly id: string;
  readonly requirement: Requirement;
  readonly displayName: string;
  /** Name of its settings. */
  readonly alias?: string;
  readonly description?: string;
  readonly requirementChoices: readonly Requirement[];
  readonly configurable: boolean;
  readonly authenticationFlow?: boolean;
  readonly providerId?: string;
  /** Id of its settings. */
  readonly authenticationConfig?: string;
  readonly flowId?: string;
  readonly level: number;
  readonly index: number;
  readonly priority: number;
}

export interface StepProvider {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
}

export interface StepConfig {
  readonly id: string;
  readonly alias: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ConfigDescription {
  readonly name: string;
  readonly helpText: string;
  readonly properties: readonly ConfigProperty[];
}

export interface RegisteredAction {
  readonly alias: string;
  readonly name: string;
  readonly providerId: string;
  readonly enabled: boolean;
  readonly defaultAction: boolean;
  readonly priority: number;
  readonly config: Readonly<Record<string, string>>;
}
