import {
  type Change,
  type Execution,
  type Flow,
  type RealmSnapshot,
  type Requirement,
  readFlag,
  readNumber,
  readText,
  toExecutionInfoRepresentations,
  toExecutionRepresentation,
} from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { bad, refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { moved, nextPriority } from './execution-order.ts';
import { executionById, flowByAlias } from './find-flow.ts';
import { planFlowRemoval } from './flow-routes.ts';

const REQUIREMENTS: ReadonlySet<string> = new Set(['REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED']);
const FORM_PAGE = 'registration-page-form';

export function executionRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls } = parts;
  const base = (realm: RealmSnapshot) => `${urls.base}/admin/realms/${encodeURIComponent(realm.name)}/authentication`;
  const withExecutions = (flow: Flow, executions: readonly Execution[]): Change => ({ kind: 'put-flow', flow: { ...flow, executions } });
  const event = (operation: 'CREATE' | 'UPDATE' | 'DELETE', path: string, representation?: unknown) => ({
    operation,
    resource: 'AUTH_EXECUTION',
    path: `authentication/${path}`,
    representation,
  });

  async function move(call: Call, direction: 'raise' | 'lower') {
    const { flow, execution } = executionById(call.realm, call.params.id);
    if (flow.builtIn) throw bad('It is illegal to modify execution in a built in flow');
    const path = `executions/${execution.id}/${direction}-priority`;
    await writes.commit(call, [withExecutions(flow, moved(flow.executions, execution.id, direction))], event('UPDATE', path));
    return noContent();
  }

  return [
    route({
      method: 'GET',
      path: '/authentication/flows/:alias/executions',
      summary: 'Executions of a flow and of its subflows, in order',
      permission: may.viewRealm,
      answers: givesList(representation.executionInfo),
      handler: async ({ realm, params }) =>
        ok(toExecutionInfoRepresentations(realm, flowByAlias(realm, params.alias), (id) => parts.providers.get(id) ?? null)),
    }),
    route({
      method: 'PUT',
      path: '/authentication/flows/:alias/executions',
      summary: 'Change an execution: requirement, priority, name of a subflow',
      permission: may.manageRealm,
      answers: does,
      request: body.executionInfo,
      async handler(call) {
        flowByAlias(call.realm, call.params.alias);
        const { flow, execution } = executionById(call.realm, readText(call.body, 'id'));
        const requirement = readText(call.body, 'requirement') ?? execution.requirement;
        if (!REQUIREMENTS.has(requirement)) throw bad('Invalid requirement');
        // An absent priority is 0 to Keycloak, and so is its effect.
        const updated: Execution = {
          ...execution,
          requirement: requirement as Requirement,
          priority: readNumber(call.body, 'priority') ?? 0,
        };
        const executions = flow.executions.map((other) => (other.id === execution.id ? updated : other));
        await writes.commit(
          call,
          [withExecutions(flow, executions), ...planSubFlowUpdate(call, execution)],
          event('UPDATE', `flows/${flow.alias}/executions`, call.body),
        );
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/flows/:alias/executions/execution',
      summary: 'Add an authenticator to the end of a flow',
      permission: may.manageRealm,
      answers: creates,
      request: body.anyObject,
      async handler(call) {
        const flow = flowByAlias(call.realm, call.params.alias);
        if (flow.builtIn) throw bad('It is illegal to add execution to a built in flow');
        const provider = readText(call.body, 'provider') ?? '';
        if (parts.providers.get(provider)?.kind !== kindOf(flow)) throw bad(`No authentication provider found for id: ${provider}`);
        const execution: Execution = {
          id: ids.uuid(),
          requirement: 'DISABLED',
          priority: readNumber(call.body, 'priority') ?? nextPriority(flow.executions),
          authenticator: provider,
          flowId: null,
          configId: null,
        };
        await writes.commit(
          call,
          [withExecutions(flow, [...flow.executions, execution])],
          event('CREATE', `flows/${flow.alias}/executions/execution/${execution.id}`, call.body),
        );
        return created(`${base(call.realm)}/executions/${execution.id}`);
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/flows/:alias/executions/flow',
      summary: 'Add a subflow to the end of a flow',
      permission: may.manageRealm,
      answers: creates,
      request: body.anyObject,
      async handler(call) {
        const parent = flowByAlias(call.realm, call.params.alias);
        if (parent.builtIn) throw bad('It is illegal to add sub-flow to a built in flow');
        const alias = readText(call.body, 'alias') ?? '';
        if (alias === '') throw refused(400, 'Failed to create flow with empty alias name');
        if (call.realm.flowByAlias(alias) !== null) throw refused(409, 'New flow alias name already exists');
        const providerId = readText(call.body, 'type') ?? 'basic-flow';
        const description = readText(call.body, 'description');
        const flow: Flow = {
          id: ids.uuid(),
          alias,
          ...(description === undefined ? {} : { description }),
          providerId,
          topLevel: false,
          builtIn: false,
          executions: [],
        };
        const execution: Execution = {
          id: ids.uuid(),
          requirement: 'DISABLED',
          priority: readNumber(call.body, 'priority') ?? nextPriority(parent.executions),
          authenticator: providerId === 'form-flow' ? (readText(call.body, 'provider') ?? FORM_PAGE) : null,
          flowId: flow.id,
          configId: null,
        };
        await writes.commit(
          call,
          [{ kind: 'put-flow', flow }, withExecutions(parent, [...parent.executions, execution])],
          event('CREATE', `flows/${parent.alias}/executions/flow/${execution.id}`, call.body),
        );
        return created(`${base(call.realm)}/flows/${flow.id}`);
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/executions',
      summary: 'Add an execution to a flow',
      permission: may.manageRealm,
      answers: creates,
      request: body.newExecution,
      async handler(call) {
        const parent = call.realm.flow(readText(call.body, 'parentFlow') ?? '');
        if (parent === null) throw bad('execution parent flow does not exist');
        if (parent.builtIn) throw bad('It is illegal to add execution to a built in flow');
        const authenticator = readText(call.body, 'authenticator') ?? null;
        const requirement = readText(call.body, 'requirement') ?? 'DISABLED';
        if (!REQUIREMENTS.has(requirement)) throw bad('Invalid requirement');
        const kind = authenticator === null ? null : parts.providers.get(authenticator)?.kind;
        if (kind !== kindOf(parent)) throw bad(`No authentication provider found for id: ${authenticator}`);
        const execution: Execution = {
          id: ids.uuid(),
          requirement: requirement as Requirement,
          priority: readNumber(call.body, 'priority') ?? nextPriority(parent.executions),
          authenticator,
          flowId: null,
          configId: null,
        };
        await writes.commit(
          call,
          [withExecutions(parent, [...parent.executions, execution])],
          event('CREATE', `executions/${execution.id}`, call.body),
        );
        return created(`${base(call.realm)}/executions/${execution.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/authentication/executions/:id',
      summary: 'An execution',
      permission: may.viewRealm,
      answers: gives(answered.execution),
      async handler({ realm, params }) {
        const { flow, execution } = executionById(realm, params.id);
        return ok(toExecutionRepresentation(execution, flow.id));
      },
    }),
    route({
      method: 'DELETE',
      path: '/authentication/executions/:id',
      summary: 'Take an execution out of its flow',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const { flow, execution } = executionById(call.realm, call.params.id);
        if (flow.builtIn) throw bad('It is illegal to remove execution from a built in flow');
        const sub = execution.flowId === null ? null : call.realm.flow(execution.flowId);
        const changes: Change[] = [
          withExecutions(
            flow,
            flow.executions.filter((other) => other.id !== execution.id),
          ),
          ...(sub === null ? [] : planFlowRemoval(call.realm, sub)),
          ...(execution.configId === null ? [] : [{ kind: 'delete-authenticator-config', id: execution.configId } as const]),
        ];
        await writes.commit(call, changes, event('DELETE', `executions/${execution.id}`));
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/authentication/executions/:id/raise-priority',
      summary: 'Move an execution up',
      permission: may.manageRealm,
      answers: does,
      handler: (call) => move(call, 'raise'),
    }),
    route({
      method: 'POST',
      path: '/authentication/executions/:id/lower-priority',
      summary: 'Move an execution down',
      permission: may.manageRealm,
      answers: does,
      handler: (call) => move(call, 'lower'),
    }),
  ];
}

const kindOf = (flow: Flow) =>
  flow.providerId === 'form-flow' ? 'form-action' : flow.providerId === 'client-flow' ? 'client' : 'authenticator';

/** Name and description of a sub-flow travel in the execution's representation. */
function planSubFlowUpdate(call: Call<Readonly<Record<string, unknown>>>, execution: Execution): readonly Change[] {
  const sub = execution.flowId === null ? null : call.realm.flow(execution.flowId);
  if (sub === null || sub.builtIn || readFlag(call.body, 'authenticationFlow') === false) return [];
  const alias = readText(call.body, 'displayName') ?? sub.alias;
  const description = readText(call.body, 'description') ?? sub.description;
  const other = call.realm.flowByAlias(alias);
  if (other !== null && other.id !== sub.id) throw refused(409, 'Flow alias name already exists');
  return [{ kind: 'put-flow', flow: { ...sub, alias, ...(description === undefined ? {} : { description }) } }];
}
