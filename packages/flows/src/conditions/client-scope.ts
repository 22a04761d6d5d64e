import type { Condition } from '../evaluate/authenticator.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';

/** `client_scope`: asked for by the request, or a default of the client. */
export const clientScope: Condition = {
  id: 'conditional-client-scope',
  *matches({ draft, config }) {
    const name = config.client_scope ?? '';
    if (draft.context.realm.scope(name) === null) throw new FlowDenied('flow_misconfigured', `conditional-client-scope: no scope ${name}`);
    const { client, scopes } = draft.context;
    const used = client.defaultClientScopes.includes(name) || scopes.includes(name);
    return used !== (config.negate === 'true');
  },
};
