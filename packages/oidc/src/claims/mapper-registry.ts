import type { ProtocolMapper } from '@anteroom/core';
import type { CompiledMapper, MapperKind } from './mapper.ts';
import { acrMapper } from './mappers/acr.ts';
import { addressMapper } from './mappers/address.ts';
import { allowedOriginsMapper } from './mappers/allowed-origins.ts';
import { amrMapper } from './mappers/amr.ts';
import { audienceMapper } from './mappers/audience.ts';
import { audienceResolveMapper } from './mappers/audience-resolve.ts';
import { clientRolesMapper } from './mappers/client-roles.ts';
import { fullNameMapper } from './mappers/full-name.ts';
import { groupMembershipMapper } from './mappers/group-membership.ts';
import { hardcodedClaimMapper } from './mappers/hardcoded-claim.ts';
import { hardcodedRoleMapper } from './mappers/hardcoded-role.ts';
import { nonceBackwardsCompatibleMapper } from './mappers/nonce-backwards-compatible.ts';
import { realmRolesMapper } from './mappers/realm-roles.ts';
import { roleNameMapper } from './mappers/role-name.ts';
import { sessionNoteMapper } from './mappers/session-note.ts';
import { sessionStateMapper } from './mappers/session-state.ts';
import { subMapper } from './mappers/sub.ts';
import { userAttributeMapper } from './mappers/user-attribute.ts';
import { userPropertyMapper } from './mappers/user-property.ts';

/**
 * Kinds that are known and give no claim: the `claims` request parameter is not carried to the token, and there are no organisations.
 * Their presence in an import is no fault.
 */
const SILENT: readonly MapperKind[] = [
  'oidc-claims-param-token-mapper',
  'oidc-claims-param-value-idtoken-mapper',
  'oidc-organization-membership-mapper',
].map((id) => ({ id, compile: () => null }));

const KINDS: ReadonlyMap<string, MapperKind> = new Map(
  [
    acrMapper,
    addressMapper,
    allowedOriginsMapper,
    amrMapper,
    audienceMapper,
    audienceResolveMapper,
    clientRolesMapper,
    fullNameMapper,
    groupMembershipMapper,
    hardcodedClaimMapper,
    hardcodedRoleMapper,
    nonceBackwardsCompatibleMapper,
    realmRolesMapper,
    roleNameMapper,
    sessionNoteMapper,
    sessionStateMapper,
    subMapper,
    userAttributeMapper,
    userPropertyMapper,
    ...SILENT,
  ].map((kind) => [kind.id, kind]),
);

export function compileMapper(mapper: ProtocolMapper): CompiledMapper | null {
  return KINDS.get(mapper.protocolMapper)?.compile(mapper) ?? null;
}
