import {
  type Change,
  FLOW_BINDINGS,
  type Flow,
  fromFlowRepresentation,
  type RealmSnapshot,
  readText,
  toFlowRepresentation,
} from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { bad, refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body, representation } from '../schemas/representations.ts';
import { planFlowCopy } from './copy-flow.ts';
import { flowByAlias, flowById, flowTree } from './find-flow.ts';

export function flowRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, ids, urls } = parts;
  const base = (realm: RealmSnapshot) => `${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/authentication/flows`;

  return [
    route({
      method: 'GET',
      path: '/authentication/flows',
      summary: 'Flows of the realm',
      permission: may.viewRealm,
      answers: givesList(representation.flow),
      handler: async ({ realm }) => ok(realm.configuration.flows.filter((flow) => flow.topLevel).map((flow) => showFlow(realm, flow))),
    }),
    route({
      method: 'POST',
      path: '/authentication/flows',
      summary: 'Create a flow',
      permission: may.manageRealm,
      answers: creates,
      request: body.flow,
      async handler(call) {
        const { id: _, builtIn: __, ...given } = call.body;
        const flow = fromFlowRepresentation(given, ids.uuid());
        if (flow.alias === '') throw refused(400, 'Failed to create flow with empty alias name');
        if (call.realm.flowByAlias(flow.alias) !== null) throw refused(409, `Flow ${flow.alias} already exists`);
        await writes.commit(call, [{ kind: 'put-flow', flow }], {
          operation: 'CREATE',
          resource: 'AUTH_FLOW',
          path: `authentication/flows/${flow.id}`,
          representation: call.body,
        });
        return created(`${base(call.realm)}/${flow.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/authentication/flows/:id',
      summary: 'A flow',
      permission: may.viewRealm,
      answers: gives(representation.flow),
      handler: async ({ realm, params }) => ok(showFlow(realm, flowById(realm, params.id))),
    }),
    route({
      method: 'PUT',
      path: '/authentication/flows/:id',
      summary: 'Change a flow',
      permission: may.manageRealm,
      answers: does,
      request: body.flow,
      async handler(call) {
        const old = flowById(call.realm, call.params.id);
        const flow = fromFlowRepresentation(call.body, old.id, old);
        if (old.builtIn && flow.alias !== old.alias) throw bad('It is illegal to rename a built in flow');
        if (flow.alias === '') throw refused(400, 'Failed to update flow with empty alias name');
        const other = call.realm.flowByAlias(flow.alias);
        if (other !== null && other.id !== old.id) throw refused(409, `Flow ${flow.alias} already exists`);
        await writes.commit(call, [{ kind: 'put-flow', flow }], {
          operation: 'UPDATE',
          resource: 'AUTH_FLOW',
          path: `authentication/flows/${old.id}`,
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/authentication/flows/:id',
      summary: 'Delete a flow and its subflows',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const { realm } = call;
        const flow = flowById(realm, call.params.id);
        if (flow.builtIn) throw refused(400, "Can't delete built in flow");
        if (isBound(realm, flow) || (await isOverride(realm, flow))) throw refused(400, 'The flow is bound to the realm or to a client');
        const parents = realm.configuration.flows.filter((parent) => parent.executions.some((execution) => execution.flowId === flow.id));
        const detached = parents.map((parent): Change => {
          return {
            kind: 'put-flow',
            flow: { ...parent, executions: parent.executions.filter((execution) => execution.flowId !== flow.id) },
          };
        });
        await writes.commit(call, [...detached, ...planFlowRemoval(realm, flow)], {
          operation: 'DELETE',
          resource: 'AUTH_FLOW',
          path: `authentication/flows/${flow.id}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/flows/:alias/copy',
      summary: 'Copy a flow with its subflows',
      permission: may.manageRealm,
      answers: creates,
      request: body.anyObject,
      async handler(call) {
        const source = flowByAlias(call.realm, call.params.alias);
        const newName = readText(call.body, 'newName') ?? `Copy of ${source.alias}`;
        const { flow, changes } = planFlowCopy(call.realm, source, newName, ids);
        await writes.commit(call, changes, {
          operation: 'CREATE',
          resource: 'AUTH_FLOW',
          path: `authentication/flows/${source.alias}/copy/${flow.id}`,
          representation: call.body,
        });
        return created(`${base(call.realm)}/${encodeURIComponent(source.alias)}/copy/${flow.id}`);
      },
    }),
  ];

  async function isOverride(realm: RealmSnapshot, flow: Flow): Promise<boolean> {
    const clients = await directory.clients.search(realm.id, {});
    return clients.some((client) => Object.values(client.authenticationFlowBindingOverrides).includes(flow.id));
  }
}

/** Everything of a flow that nothing else holds: itself, its sub-flows, their configurations. */
export function planFlowRemoval(realm: RealmSnapshot, flow: Flow): readonly Change[] {
  return flowTree(realm, flow).flatMap((part): Change[] => [
    { kind: 'delete-flow', id: part.id },
    ...part.executions.flatMap((execution): Change[] =>
      execution.configId === null ? [] : [{ kind: 'delete-authenticator-config', id: execution.configId }],
    ),
  ]);
}

const isBound = ({ realm }: RealmSnapshot, flow: Flow) => FLOW_BINDINGS.some((binding) => realm[binding] === flow.alias);

const showFlow = (realm: RealmSnapshot, flow: Flow) => toFlowRepresentation(realm, flow);
