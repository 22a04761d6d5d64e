import { tokenDetails } from '../events/token-details.ts';
import { libraryCall } from '../provider/library-call.ts';
import { callTokenEndpoint } from './call-token-endpoint.ts';
import { boundTo, forResources, type GrantDependencies, type GrantHandler, INVALID_TARGET, refused, resourcesOf } from './grant-handler.ts';

/** RFC 6749 §4.4 as Keycloak: no session, no refresh token, no read and no write of the session store. */
export function createClientCredentialsGrant(dependencies: GrantDependencies): GrantHandler {
  const { directory, issuer, events } = dependencies;
  return async (request) => {
    const { realm, client, form, ip } = request;
    if (client.publicClient) return refused(401, 'unauthorized_client', 'Public client not allowed to retrieve service account');
    if (!client.serviceAccountsEnabled) return refused(401, 'unauthorized_client', 'Client not enabled to retrieve service account');
    const user = await directory.users.findServiceAccount(realm.id, client.id);
    if (user === null) return refused(401, 'unauthorized_client', 'Client not enabled to retrieve service account');
    if (!user.enabled) return refused(401, 'unauthorized_client', 'User disabled');
    const scope = form.scope ?? '';
    const checked = issuer.checkScope({ realm, client, scope });
    if (checked.kind === 'invalid') return refused(400, 'invalid_scope', checked.description);

    const refusal = await callTokenEndpoint(dependencies, request, { grant_type: 'client_credentials' }, libraryCall({ client }));
    if (refusal !== null) return refusal;

    const grant = forResources(
      issuer,
      {
        realm,
        client,
        user,
        binding: { kind: 'service-account', notes: { client_id: client.clientId, clientHost: ip, clientAddress: ip } },
        scope,
        grant: 'cc',
        nonce: null,
        refresh: null,
        ...boundTo(request),
      },
      resourcesOf(request),
    );
    if (grant === null) return INVALID_TARGET;
    const response = await issuer.issue(grant);
    await events.write(realm, {
      type: 'CLIENT_LOGIN',
      clientId: client.clientId,
      userId: user.id,
      ipAddress: ip,
      details: {
        grant_type: 'client_credentials',
        ...tokenDetails(response),
        username: user.username,
        client_auth_method: client.clientAuthenticatorType,
      },
    });
    return { kind: 'tokens', response };
  };
}
