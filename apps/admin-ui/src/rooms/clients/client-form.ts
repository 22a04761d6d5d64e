import type { Client } from '../../api/types.ts';
import { filled } from '../../ui/filled.ts';
import { POST_LOGOUT } from './client-query.ts';

export interface ClientForm {
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly rootUrl: string;
  readonly baseUrl: string;
  readonly redirectUris: readonly string[];
  readonly postLogout: readonly string[];
  readonly webOrigins: readonly string[];
  readonly confidential: boolean;
  readonly standardFlowEnabled: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly serviceAccountsEnabled: boolean;
}

const SEPARATOR = '##';

export function clientForm(client: Client): ClientForm {
  return {
    clientId: client.clientId,
    name: client.name ?? '',
    description: client.description ?? '',
    enabled: client.enabled,
    rootUrl: client.rootUrl ?? '',
    baseUrl: client.baseUrl ?? '',
    redirectUris: client.redirectUris,
    postLogout: filled((client.attributes[POST_LOGOUT] ?? '').split(SEPARATOR)),
    webOrigins: client.webOrigins,
    confidential: !client.publicClient,
    standardFlowEnabled: client.standardFlowEnabled,
    directAccessGrantsEnabled: client.directAccessGrantsEnabled,
    serviceAccountsEnabled: client.serviceAccountsEnabled,
  };
}

/** The whole client with the changes in it. A client without a secret of its own has no service account. */
export function clientBody(client: Client, { postLogout, confidential, ...values }: ClientForm): Client {
  return {
    ...client,
    ...values,
    redirectUris: filled(values.redirectUris),
    webOrigins: filled(values.webOrigins),
    publicClient: !confidential,
    serviceAccountsEnabled: confidential && values.serviceAccountsEnabled,
    attributes: { ...client.attributes, [POST_LOGOUT]: filled(postLogout).join(SEPARATOR) },
  };
}
