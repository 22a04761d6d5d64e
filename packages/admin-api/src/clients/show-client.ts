import { type Client, toClientRepresentation } from '@anteroom/core';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';

/** Who may only look does not see secrets. */
export function showClient(admin: Admin, client: Client): Readonly<Record<string, unknown>> {
  const manage = admin.may(may.manageClients);
  return toClientRepresentation(client, { maskSecrets: !manage, access: { view: true, configure: manage, manage } });
}
