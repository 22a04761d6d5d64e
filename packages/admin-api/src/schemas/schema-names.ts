import type { ZodType } from 'zod';
import { answered } from './answered.ts';
import { representation } from './representations.ts';

/** Schemas that the OpenAPI document has under `components/schemas`, with Keycloak's names for them. */
export const SCHEMA_NAMES: ReadonlyMap<ZodType, string> = new Map<ZodType, string>([
  [representation.user, 'UserRepresentation'],
  [representation.credential, 'CredentialRepresentation'],
  [representation.role, 'RoleRepresentation'],
  [representation.group, 'GroupRepresentation'],
  [representation.protocolMapper, 'ProtocolMapperRepresentation'],
  [representation.clientScope, 'ClientScopeRepresentation'],
  [representation.client, 'ClientRepresentation'],
  [representation.flow, 'AuthenticationFlowRepresentation'],
  [representation.executionInfo, 'AuthenticationExecutionInfoRepresentation'],
  [representation.authenticatorConfig, 'AuthenticatorConfigRepresentation'],
  [representation.requiredAction, 'RequiredActionProviderRepresentation'],
  [representation.component, 'ComponentRepresentation'],
  [representation.eventsConfig, 'RealmEventsConfigRepresentation'],
  [representation.identityProvider, 'IdentityProviderRepresentation'],
  [representation.identityProviderMapper, 'IdentityProviderMapperRepresentation'],
  [representation.clientProfiles, 'ClientProfilesRepresentation'],
  [representation.clientPolicies, 'ClientPoliciesRepresentation'],
  [answered.certificate, 'CertificateRepresentation'],
  [answered.realm, 'RealmRepresentation'],
  [answered.session, 'UserSessionRepresentation'],
  [answered.consent, 'UserConsentRepresentation'],
  [answered.federatedIdentity, 'FederatedIdentityRepresentation'],
  [answered.mappings, 'MappingsRepresentation'],
  [answered.event, 'EventRepresentation'],
  [answered.adminEvent, 'AdminEventRepresentation'],
  [answered.keys, 'KeysMetadataRepresentation'],
  [answered.execution, 'AuthenticationExecutionRepresentation'],
  [answered.provider, 'AuthenticationProviderRepresentation'],
  [answered.configDescription, 'AuthenticatorConfigInfoRepresentation'],
  [answered.initialAccess, 'ClientInitialAccessPresentation'],
  [answered.profile, 'UPConfig'],
  [answered.profileMetadata, 'UserProfileMetadata'],
]);
