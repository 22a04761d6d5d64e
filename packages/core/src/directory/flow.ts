export type Requirement = 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED';

export interface Execution {
  readonly id: string;
  readonly requirement: Requirement;
  readonly priority: number;
  /** Provider id of a leaf; null for a sub-flow (a form-flow sub-flow has both: its page provider and its flow). */
  readonly authenticator: string | null;
  /** Id of the sub-flow. */
  readonly flowId: string | null;
  /** Id of the authenticator configuration. */
  readonly configId: string | null;
  readonly userSetupAllowed?: boolean;
}

export interface Flow {
  readonly id: string;
  readonly alias: string;
  readonly description?: string;
  readonly providerId: 'basic-flow' | 'form-flow' | 'client-flow' | (string & {});
  readonly topLevel: boolean;
  readonly builtIn: boolean;
  readonly executions: readonly Execution[];
}

export interface AuthenticatorConfig {
  readonly id: string;
  readonly alias: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface RequiredActionConfig {
  readonly alias: string;
  readonly name: string;
  readonly providerId: string;
  readonly enabled: boolean;
  readonly defaultAction: boolean;
  readonly priority: number;
  readonly config: Readonly<Record<string, string>>;
}
