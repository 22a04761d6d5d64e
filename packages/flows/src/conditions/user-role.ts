import type { RealmSnapshot, Role } from '@anteroom/core';
import type { Condition } from '../evaluate/authenticator.ts';
import { currentUser } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';

/**
 * `condUserRole`: a realm role, or `client.role`; composites and groups count. A role that does not exist cannot be judged, so it denies
 * (Keycloak takes it for "does not apply", which would skip a second factor after a role was renamed).
 */
export const userRole: Condition = {
  id: 'conditional-user-role',
  *matches({ draft, config }) {
    const realm = draft.context.realm;
    const role = findRole(realm, config.condUserRole ?? '');
    if (role === null) throw new FlowDenied('flow_misconfigured', `conditional-user-role: no role ${config.condUserRole}`);
    const user = yield* currentUser(draft);
    if (user === null) return false;
    return realm.effectiveRoles(user).some(({ id }) => id === role.id) !== (config.negate === 'true');
  },
};

/** A client id may hold dots as well as a role name: every split is tried, the longest client id first. */
function findRole(realm: RealmSnapshot, name: string): Role | null {
  const { roles } = realm.configuration;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const found = roles.find(
      (role) => role.clientRole && role.name === name.slice(dot + 1) && realm.clientId(role.containerId) === name.slice(0, dot),
    );
    if (found !== undefined) return found;
  }
  return roles.find((role) => !role.clientRole && role.name === name) ?? null;
}
