/** A setting of a provider, as the server describes it. */
export interface ConfigProperty {
  readonly name: string;
  readonly label: string;
  readonly helpText: string;
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly options?: readonly string[];
}
