import type { Client, RealmSnapshot, User } from '@anteroom/core';

export interface ExecuteActionsRequest {
  readonly realm: RealmSnapshot;
  readonly user: User;
  readonly actions: readonly string[];
  /** `clientId`; null when the caller named none. */
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  /** False when the link is handed over: then no address is needed, and none is verified. */
  readonly mailed?: boolean;
}

export interface ExecuteActionsRules {
  findClient(realm: RealmSnapshot, clientId: string): Promise<Client | null>;
  isRedirectAllowed(client: Client, redirectUri: string): boolean;
  isKnownAction(realm: RealmSnapshot, action: string): boolean;
}

/** Keycloak's refusals of `execute-actions-email`, word for word; all of them are 400 with `{"errorMessage": …}`. */
export type ExecuteActionsRefusal =
  | 'User email missing'
  | 'User is disabled'
  | 'Client id missing'
  | "Client doesn't exist"
  | 'Client is not enabled'
  | 'Invalid redirect uri.'
  | 'Provided invalid required actions'
  /** Only of a link that is handed over instead of mailed. */
  | 'An address is verified by mail alone';

/** Null when the link may be made. An empty list of actions is fine, as in Keycloak: the link then only shows that the address works. */
export async function checkExecuteActions(
  request: ExecuteActionsRequest,
  rules: ExecuteActionsRules,
): Promise<ExecuteActionsRefusal | null> {
  const { realm, user } = request;
  const mailed = request.mailed ?? true;
  if (mailed && (user.email === null || user.email === '')) return 'User email missing';
  if (!user.enabled) return 'User is disabled';
  if (request.redirectUri !== null && request.clientId === null) return 'Client id missing';
  const client = await rules.findClient(realm, request.clientId ?? 'account');
  if (client === null) return "Client doesn't exist";
  if (!client.enabled) return 'Client is not enabled';
  if (request.redirectUri !== null && !rules.isRedirectAllowed(client, request.redirectUri)) return 'Invalid redirect uri.';
  if (!request.actions.every((action) => rules.isKnownAction(realm, action))) return 'Provided invalid required actions';
  return !mailed && request.actions.includes('VERIFY_EMAIL') ? 'An address is verified by mail alone' : null;
}
