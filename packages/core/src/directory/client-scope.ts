export interface ProtocolMapper {
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  /** Keycloak's mapper id, for example `oidc-usermodel-attribute-mapper`. */
  readonly protocolMapper: string;
  readonly consentRequired?: boolean;
  readonly config: Readonly<Record<string, string>>;
}

export interface ClientScope {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly protocol: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly ProtocolMapper[];
  /** Role ids: a user needs one of them for the scope to apply (role scope mappings). */
  readonly scopeMappings: readonly string[];
}
