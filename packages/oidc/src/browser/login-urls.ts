import type { RealmSnapshot, Urls } from '@anteroom/core';
import type { AuthorizationRequest } from './authorization-request.ts';
import { writeClientData } from './client-data.ts';

export type LoginAction = 'authenticate' | 'required-action' | 'consent' | 'restart' | 'reset-credentials' | 'registration';

/** Parameters that name a step of a tab in a URL, in Keycloak's order. */
export interface StepTarget {
  readonly request: Pick<AuthorizationRequest, 'client' | 'redirectUri' | 'responseTypes' | 'responseMode' | 'state'>;
  readonly tab: string;
  readonly sessionCode?: string;
  readonly execution?: string;
}

/** `login-actions/…` of a tab; absolute, as Keycloak writes them. */
export function loginUrl(
  urls: Urls,
  realm: RealmSnapshot,
  action: LoginAction,
  { request, tab, sessionCode, execution }: StepTarget,
): string {
  const query = new URLSearchParams({
    ...(sessionCode === undefined ? {} : { session_code: sessionCode }),
    ...(execution === undefined ? {} : { execution }),
    client_id: request.client.clientId,
    tab_id: tab,
    client_data: writeClientData(request),
  });
  return `${urls.issuer(realm.name)}/login-actions/${action}?${query}`;
}
