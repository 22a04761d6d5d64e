import type { Api } from '../../api/api.ts';
import type { Client } from '../../api/types.ts';
import { clientPath } from '../clients/client-query.ts';
import type { ClientBinding } from './uses-of.ts';

/** Gives a client a flow of its own; an empty id gives it the realm's again. */
export const bindClientFlow = (api: Api, realm: string, client: Client, binding: ClientBinding, flowId: string): Promise<void> =>
  api.send('PUT', clientPath(realm, client.id), {
    clientId: client.clientId,
    authenticationFlowBindingOverrides: { ...client.authenticationFlowBindingOverrides, [binding]: flowId },
  });
