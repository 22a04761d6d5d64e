import { type Client, isSecretField, MASK, toClientRepresentation } from '@anteroom/core';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';

/** Who may only look does not see secrets, wherever they stand. */
export function showClient(admin: Admin, client: Client): Readonly<Record<string, unknown>> {
  const manage = admin.may(may.manageClients);
  const shown = toClientRepresentation(client, { maskSecrets: !manage, access: { view: true, configure: manage, manage } });
  return { ...shown, attributes: manage ? client.attributes : withoutKeys(client.attributes) };
}

const withoutKeys = (attributes: Client['attributes']) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, isSecretField(name) ? MASK : value]));
