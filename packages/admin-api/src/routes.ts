import { anteroomRoutes } from './anteroom/anteroom-routes.ts';
import { flowRoomRoutes } from './anteroom/flow-routes.ts';
import { keyRotationRoutes } from './anteroom/key-rotation-routes.ts';
import { linkRoutes } from './anteroom/link-routes.ts';
import { loginRoutes } from './anteroom/login-routes.ts';
import { logoutNoticeRoutes } from './anteroom/logout-notice-routes.ts';
import { mailQueueRoutes } from './anteroom/mail-queue-routes.ts';
import { requiredActionConfigRoutes } from './authentication/action-config-routes.ts';
import { authenticatorProviders } from './authentication/authenticators.ts';
import { authenticatorConfigRoutes } from './authentication/config-routes.ts';
import { executionRoutes } from './authentication/execution-routes.ts';
import { flowRoutes } from './authentication/flow-routes.ts';
import { providerRoutes } from './authentication/provider-routes.ts';
import { requiredActionRoutes } from './authentication/required-action-routes.ts';
import { cacheRoutes } from './caches/cache-routes.ts';
import { clientPolicyRoutes } from './client-policies/client-policy-routes.ts';
import { realmDefaultScopeRoutes } from './client-scopes/realm-default-routes.ts';
import { clientScopeRoutes } from './client-scopes/scope-routes.ts';
import { clientCertificateRoutes } from './clients/certificate-routes.ts';
import { clientRoutes } from './clients/client-routes.ts';
import { evaluationRoutes } from './clients/evaluation-routes.ts';
import { initialAccessRoutes } from './clients/initial-access-routes.ts';
import { installationRoutes } from './clients/installation-routes.ts';
import { clientMappingRoutes } from './clients/mapping-routes.ts';
import { clientNodeRoutes } from './clients/node-routes.ts';
import { registrationTokenRoutes } from './clients/registration-token-routes.ts';
import { clientScopeAssignmentRoutes } from './clients/scope-routes.ts';
import { clientSecretRoutes } from './clients/secret-routes.ts';
import { clientSessionRoutes } from './clients/session-routes.ts';
import { componentRoutes } from './components/component-routes.ts';
import { keyRoutes } from './components/key-routes.ts';
import { componentTypeRoutes } from './components/sub-type-routes.ts';
import type { AdminApiDependencies } from './dependencies.ts';
import { eventRoutes } from './events/event-routes.ts';
import { createWrites } from './events/writes.ts';
import { groupRoutes } from './groups/group-routes.ts';
import { groupRoleMappingRoutes } from './groups/role-mapping-routes.ts';
import type { Route } from './http/route.ts';
import { identityProviderMapperRoutes } from './identity-providers/mapper-routes.ts';
import { identityProviderRoutes } from './identity-providers/provider-routes.ts';
import type { Parts } from './parts.ts';
import { fineGrainedRoutes } from './permissions/fine-grained-routes.ts';
import { connectionTestRoutes } from './realms/connection-test-routes.ts';
import { defaultGroupRoutes } from './realms/default-group-routes.ts';
import { importReportRoutes } from './realms/import-report-routes.ts';
import { localizationRoutes } from './realms/localization-routes.ts';
import { partialRoutes } from './realms/partial-routes.ts';
import { realmRoutes } from './realms/realm-routes.ts';
import { roleRoutes } from './roles/role-routes.ts';
import { deletedRoutes } from './safe/deleted-routes.ts';
import { historyRoutes } from './safe/history-routes.ts';
import { planRoutes } from './safe/plan-routes.ts';
import { serverRoutes } from './server/server-routes.ts';
import { attackDetectionRoutes } from './sessions/attack-detection-routes.ts';
import { sessionRoutes } from './sessions/session-routes.ts';
import { profileRoutes } from './user-profile/profile-routes.ts';
import { credentialRoutes } from './users/credential-routes.ts';
import { federatedIdentityRoutes } from './users/federated-identity-routes.ts';
import { userGroupRoutes } from './users/group-routes.ts';
import { impersonationRoutes } from './users/impersonation-routes.ts';
import { mailRoutes } from './users/mail-routes.ts';
import { passwordRoutes } from './users/password-routes.ts';
import { userRoleMappingRoutes } from './users/role-mapping-routes.ts';
import { userSessionRoutes } from './users/session-routes.ts';
import { userRoutes } from './users/user-routes.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

const RESOURCES: readonly ((parts: Parts) => readonly Route[])[] = [
  realmRoutes,
  partialRoutes,
  importReportRoutes,
  defaultGroupRoutes,
  localizationRoutes,
  cacheRoutes,
  fineGrainedRoutes,
  connectionTestRoutes,
  userRoutes,
  profileRoutes,
  passwordRoutes,
  credentialRoutes,
  mailRoutes,
  userGroupRoutes,
  userRoleMappingRoutes,
  userSessionRoutes,
  impersonationRoutes,
  federatedIdentityRoutes,
  clientRoutes,
  clientSecretRoutes,
  registrationTokenRoutes,
  initialAccessRoutes,
  clientScopeAssignmentRoutes,
  clientSessionRoutes,
  clientMappingRoutes,
  clientPolicyRoutes,
  clientNodeRoutes,
  installationRoutes,
  evaluationRoutes,
  clientCertificateRoutes,
  clientScopeRoutes,
  realmDefaultScopeRoutes,
  identityProviderRoutes,
  identityProviderMapperRoutes,
  roleRoutes,
  groupRoutes,
  groupRoleMappingRoutes,
  sessionRoutes,
  attackDetectionRoutes,
  eventRoutes,
  keyRoutes,
  componentRoutes,
  componentTypeRoutes,
  flowRoutes,
  executionRoutes,
  authenticatorConfigRoutes,
  providerRoutes,
  requiredActionRoutes,
  historyRoutes,
  deletedRoutes,
  planRoutes,
  webhookRoutes,
  requiredActionConfigRoutes,
  serverRoutes,
  anteroomRoutes,
  linkRoutes,
  mailQueueRoutes,
  loginRoutes,
  flowRoomRoutes,
  keyRotationRoutes,
  logoutNoticeRoutes,
];

export const partsOf = (dependencies: AdminApiDependencies): Parts => ({
  ...dependencies,
  writes: createWrites(dependencies),
  providers: authenticatorProviders(dependencies.custom ?? {}),
});

export const createRoutes = (parts: Parts): readonly Route[] => RESOURCES.flatMap((resource) => resource(parts));
