/** What gives people rights, and what becomes of them in tokens. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly composite: boolean;
  readonly clientRole: boolean;
  /** Id of the realm or of the client that has it. */
  readonly containerId: string;
}

/** Roles that are mapped to something; either part is absent when empty. */
export interface RoleMappings {
  readonly realmMappings?: readonly Role[];
  readonly clientMappings?: Readonly<Record<string, { readonly id: string; readonly client: string; readonly mappings: readonly Role[] }>>;
}

export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  readonly parentId?: string;
  readonly subGroupCount?: number;
  readonly subGroups?: readonly UserGroup[];
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

export interface ProtocolMapper {
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ClientScope {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly protocol: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly protocolMappers?: readonly ProtocolMapper[];
}
