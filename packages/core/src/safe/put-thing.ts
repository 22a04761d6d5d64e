import type { Change } from '../directory/change.ts';
import type { Thing, ThingKind } from '../directory/history.ts';

/** The step that writes a thing as it was read. */
export function putThing(kind: ThingKind, thing: Thing): Change {
  // What was read from the directory has the shape that its kind says.
  const noun = thing as never;
  switch (kind) {
    case 'realm':
      return { kind: 'put-realm', realm: noun };
    case 'client':
      return { kind: 'put-client', client: noun };
    case 'client-scope':
      return { kind: 'put-client-scope', scope: noun };
    case 'role':
      return { kind: 'put-role', role: noun };
    case 'group':
      return { kind: 'put-group', group: noun };
    case 'flow':
      return { kind: 'put-flow', flow: noun };
    case 'authenticator-config':
      return { kind: 'put-authenticator-config', config: noun };
    case 'required-action':
      return { kind: 'put-required-action', action: noun };
    case 'component':
      return { kind: 'put-component', component: noun };
    case 'identity-provider':
      return { kind: 'put-identity-provider', provider: noun };
  }
}

/** The step that takes a thing away. A realm is not taken away by way of its things. */
export function deleteThing(kind: Exclude<ThingKind, 'realm'>, id: string): Change {
  switch (kind) {
    case 'required-action':
      return { kind: 'delete-required-action', alias: id };
    case 'identity-provider':
      return { kind: 'delete-identity-provider', alias: id };
    case 'client':
    case 'client-scope':
    case 'role':
    case 'group':
    case 'flow':
    case 'authenticator-config':
    case 'component':
      return { kind: `delete-${kind}`, id };
  }
}
