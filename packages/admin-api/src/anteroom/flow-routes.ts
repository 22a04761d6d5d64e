import {
  type Change,
  type DraftedFlows,
  type Flow,
  type FlowDraft,
  flowProblems,
  fromFlowDraft,
  type RealmSnapshot,
  toFlowDraft,
} from '@anteroom/core';
import { z } from 'zod';
import type { AuthenticatorProviders } from '../authentication/authenticators.ts';
import { flowById } from '../authentication/find-flow.ts';
import { keepAdministrators } from '../authentication/keep-administrators.ts';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { bad, notFound, refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { flowDraft, problemsRepresentation, sentFlow, simulationRepresentation, simulationRequest } from './flow-representations.ts';

/** Flows as whole trees: what is wrong with one, saving it at once, and what it would do with somebody. */
export function flowRoomRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, realms, simulate } = parts;

  function problemsOf(realm: RealmSnapshot, { flows }: DraftedFlows) {
    return flowProblems(flows[0], (id) => flows.find((flow) => flow.id === id) ?? realm.flow(id));
  }

  function show(realm: RealmSnapshot, flow: Flow) {
    return { ...toFlowDraft(realm, flow), builtIn: flow.builtIn, problems: flowProblems(flow, (id) => realm.flow(id)) };
  }

  return [
    route({
      method: 'GET',
      path: '/flows/:id',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'A flow as one tree, with what an evaluation of it drops or never reaches',
      answers: gives(sentFlow),
      handler: async ({ realm, params }) => ok(show(realm, flowById(realm, params.id))),
    }),
    route({
      method: 'POST',
      path: '/flows/check',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'What an evaluation of this flow would drop or never reach; nothing is stored',
      request: ['FlowDraft', sentFlow],
      answers: gives(z.object({ problems: problemsRepresentation })),
      async handler({ realm, body }) {
        const draft = read(body);
        const stored = draft.id === undefined ? null : realm.flow(draft.id);
        return ok({ problems: problemsOf(realm, fromFlowDraft(realm, stored, draft, ids)) });
      },
    }),
    route({
      method: 'PUT',
      path: '/flows/:id',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'Replaces a flow and everything below it; refused with the problems when an evaluation would drop part of it',
      request: ['FlowDraft', sentFlow],
      answers: gives(sentFlow),
      async handler(call) {
        const { realm, body, params } = call;
        const stored = flowById(realm, params.id);
        if (stored.builtIn || !stored.topLevel || stored.providerId !== 'basic-flow')
          throw refused(400, 'Only a copy of a built-in flow, or a flow of your own, can be replaced');
        const draft = read(body);
        const drafted = fromFlowDraft(realm, stored, draft, ids);
        requireNames(realm, drafted, parts.providers);
        const problems = problemsOf(realm, drafted);
        if (problems.length > 0) throw refused(409, problems.map(({ message }) => message).join('; '), { problems });
        await keepAdministrators(parts, realm, { drafts: drafted });
        await writes.commit(call, changesOf(realm, drafted), {
          operation: 'UPDATE',
          resource: 'AUTH_FLOW',
          path: `authentication/flows/${stored.id}`,
          representation: draft,
        });
        const now = (await realms.byName(realm.name)) ?? realm;
        return ok(show(now, flowById(now, stored.id)));
      },
    }),
    route({
      method: 'POST',
      path: '/flows/simulate',
      scope: 'anteroom',
      permission: may.manageRealm,
      summary: 'What a flow would decide about somebody, execution by execution; nothing is written, mailed or counted',
      request: ['FlowSimulation', simulationRequest],
      answers: gives(simulationRepresentation),
      async handler({ admin, realm, body }) {
        // What it says of a person is what the list of users shows.
        if (!admin.may(may.viewUsers)) throw refused(403, 'Simulating a login needs the right to see users');
        const { flow: name, draft, client: clientId, user, ...given } = body;
        const client = await realms.client(realm, clientId);
        if (client === null) throw notFound('Client not found');
        const drafts = draft === undefined ? null : draftOf(realm, read(draft));
        const flow =
          drafts?.flows[0] ?? (name === undefined ? realm.boundFlow(given.binding, client) : (realm.flow(name) ?? realm.flowByAlias(name)));
        if (flow === null) throw notFound('Flow not found');
        const { trace, ...result } = await simulate({ ...given, realm, client, flow, login: user, ...(drafts === null ? {} : { drafts }) });
        return ok({ ...result, flow: trace.flow, steps: trace.steps });
      },
    }),
  ];

  function draftOf(realm: RealmSnapshot, draft: FlowDraft): DraftedFlows {
    return fromFlowDraft(realm, draft.id === undefined ? null : realm.flow(draft.id), draft, ids);
  }
}

/** A tree as `GET` gave it has more in it than is stored. */
function read(sent: unknown): FlowDraft {
  const { builtIn: _, problems: __, ...draft } = (sent ?? {}) as Record<string, unknown>;
  const parsed = flowDraft.safeParse(draft);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw bad('invalid_input', `${issue?.path.join('.') || 'flow'}: ${issue?.message}`);
  }
  return parsed.data;
}

function requireNames(realm: RealmSnapshot, { flows, configs }: DraftedFlows, providers: AuthenticatorProviders): void {
  const own = new Set(flows.map(({ id }) => id));
  for (const [index, { alias, executions }] of flows.entries()) {
    const other = realm.flowByAlias(alias);
    if ((other !== null && !own.has(other.id)) || flows.findIndex((flow) => flow.alias === alias) !== index)
      throw refused(409, `Flow ${alias} already exists`);
    for (const { authenticator } of executions) {
      if (authenticator !== null && !providers.has(authenticator)) throw bad(`No authentication provider found for id: ${authenticator}`);
      if (authenticator === null && executions.some(({ authenticator: provider, flowId }) => provider === null && flowId === null))
        throw bad('invalid_input', `A step of ${alias} has neither a provider nor a flow`);
    }
  }
  for (const config of configs) {
    const taken = realm.configuration.authenticatorConfigs.some(({ id, alias }) => alias === config.alias && id !== config.id);
    if (taken) throw refused(409, `Authentication config ${config.alias} already exists`);
  }
}

function changesOf(realm: RealmSnapshot, { flows, configs, gone }: DraftedFlows): readonly Change[] {
  // A sub-flow that another flow holds as well stays.
  const own = new Set([...flows.map(({ id }) => id), ...gone.flows]);
  const heldElsewhere = (id: string) =>
    realm.configuration.flows.some((flow) => !own.has(flow.id) && flow.executions.some(({ flowId }) => flowId === id));
  return [
    ...flows.map((flow): Change => ({ kind: 'put-flow', flow })),
    ...configs.map((config): Change => ({ kind: 'put-authenticator-config', config })),
    ...gone.flows.filter((id) => !heldElsewhere(id)).map((id): Change => ({ kind: 'delete-flow', id })),
    ...gone.configs.map((id): Change => ({ kind: 'delete-authenticator-config', id })),
  ];
}
