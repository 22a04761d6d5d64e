import { isAnteroomError, type PartialImportPolicy, toRealmExport, toUserExport } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { bad, httpFailure, refused } from '../http/failure.ts';
import { flagParameter } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { requireAllowedChanges } from '../permissions/allowed-changes.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body } from '../schemas/representations.ts';

const POLICIES = ['FAIL', 'SKIP', 'OVERWRITE'];

/** A realm in part: out without users and secrets, in beside what is there. */
export function partialRoutes(parts: Parts): readonly Route[] {
  const { directory, importer, writes } = parts;
  return [
    route({
      method: 'POST',
      path: '/partial-export',
      summary: 'Export the realm without users and secrets',
      permission: may.manageRealm,
      answers: gives(answered.realm),
      parameters: { exportClients: 'With clients; false', exportGroupsAndRoles: 'With groups and roles; false' },
      async handler({ admin, realm, query }) {
        const withClients = flagParameter(query, 'exportClients') ?? false;
        const groupsAndRoles = flagParameter(query, 'exportGroupsAndRoles') ?? false;
        if (groupsAndRoles && !admin.may(may.queryGroups)) throw httpFailure(403);
        if (withClients && !admin.may(may.viewClients)) throw httpFailure(403);
        const clients = withClients ? await directory.clients.search(realm.id, {}) : null;
        const exported = toRealmExport(realm, { clients, groupsAndRoles, maskSecrets: true });
        const accounts = await Promise.all(
          (clients ?? [])
            .filter((client) => client.serviceAccountsEnabled)
            .map(({ id }) => directory.users.findServiceAccount(realm.id, id)),
        );
        const users = accounts.flatMap((user) => (user === null ? [] : toUserExport(realm, { user, credentials: [], consents: [] })));
        return ok(users.length === 0 ? exported : { ...exported, users });
      },
    }),
    route({
      method: 'POST',
      path: '/partialImport',
      summary: 'Import users, clients, groups and roles into the realm',
      permission: may.manageRealm,
      answers: gives(answered.partialImport),
      request: body.realm,
      large: true,
      async handler(call) {
        const policy = policyOf(call.body);
        const { changes, results } = await planned(call, policy);
        // Keycloak lets `manage-realm` alone bring in anything.
        requireAllowedChanges(call.admin, call.realm, changes);
        const count = (action: string) => results.filter((result) => result.action === action).length;
        if (changes.length > 0)
          await writes.commit(call, changes, { operation: 'CREATE', resource: 'REALM', path: 'partialImport', representation: call.body });
        return ok({ overwritten: count('OVERWRITTEN'), added: count('ADDED'), skipped: count('SKIPPED'), results });
      },
    }),
  ];

  async function planned(call: Call<Body>, policy: PartialImportPolicy) {
    try {
      return await importer.planPartial(call.realm, call.body, policy);
    } catch (error) {
      if (isAnteroomError(error, 'already_exists') && error.publicText !== null) throw refused(409, error.publicText);
      throw error;
    }
  }
}

function policyOf(document: Body): PartialImportPolicy {
  const policy = document.ifResourceExists ?? document.policy ?? 'FAIL';
  if (typeof policy === 'string' && POLICIES.includes(policy)) return policy as PartialImportPolicy;
  throw bad('invalid_request', 'Cannot parse the JSON');
}
