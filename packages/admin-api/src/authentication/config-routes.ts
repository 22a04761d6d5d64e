import {
  type AuthenticatorConfig,
  fromAuthenticatorConfigRepresentation,
  type RealmSnapshot,
  toAuthenticatorConfigRepresentation,
} from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { executionById } from './find-flow.ts';

export function authenticatorConfigRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls } = parts;
  return [
    route({
      method: 'POST',
      path: '/authentication/executions/:id/config',
      summary: 'Configure an execution',
      permission: may.manageRealm,
      answers: creates,
      request: body.authenticatorConfig,
      async handler(call) {
        const { flow, execution } = executionById(call.realm, call.params.id);
        const { id: _, ...given } = call.body;
        const config = fromAuthenticatorConfigRepresentation(given, ids.uuid());
        requireFreeAlias(call.realm, config);
        const executions = flow.executions.map((other) => (other.id === execution.id ? { ...other, configId: config.id } : other));
        await writes.commit(
          call,
          [
            { kind: 'put-authenticator-config', config },
            { kind: 'put-flow', flow: { ...flow, executions } },
          ],
          {
            operation: 'CREATE',
            resource: 'AUTHENTICATOR_CONFIG',
            path: `authentication/executions/${execution.id}/config/${config.id}`,
            representation: call.body,
          },
        );
        return created(
          `${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/authentication/executions/${execution.id}/config/${config.id}`,
        );
      },
    }),
    route({
      method: 'GET',
      path: '/authentication/config/:id',
      summary: 'A configuration of an authenticator',
      permission: may.viewRealm,
      answers: gives(representation.authenticatorConfig),
      handler: async ({ realm, params }) => ok(toAuthenticatorConfigRepresentation(find(realm, params.id))),
    }),
    route({
      method: 'PUT',
      path: '/authentication/config/:id',
      summary: 'Change a configuration of an authenticator',
      permission: may.manageRealm,
      answers: does,
      request: body.authenticatorConfig,
      async handler(call) {
        const old = find(call.realm, call.params.id);
        const config = fromAuthenticatorConfigRepresentation(call.body, old.id, old);
        requireFreeAlias(call.realm, config);
        await writes.commit(call, [{ kind: 'put-authenticator-config', config }], {
          operation: 'UPDATE',
          resource: 'AUTHENTICATOR_CONFIG',
          path: `authentication/config/${old.id}`,
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/authentication/config/:id',
      summary: 'Delete a configuration of an authenticator',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const old = find(call.realm, call.params.id);
        const using = call.realm.configuration.flows.filter((flow) => flow.executions.some((execution) => execution.configId === old.id));
        const released = using.map((flow) => {
          const executions = flow.executions.map((execution) =>
            execution.configId === old.id ? { ...execution, configId: null } : execution,
          );
          return { kind: 'put-flow', flow: { ...flow, executions } } as const;
        });
        await writes.commit(call, [...released, { kind: 'delete-authenticator-config', id: old.id }], {
          operation: 'DELETE',
          resource: 'AUTHENTICATOR_CONFIG',
          path: `authentication/config/${old.id}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/authentication/config-description/:provider',
      summary: 'What an authenticator can be configured with',
      permission: may.viewRealm,
      answers: gives(answered.configDescription),
      async handler({ params }) {
        const provider = parts.providers.get(params.provider ?? '');
        if (provider === undefined) throw notFound('Could not find authenticator provider');
        return ok({
          name: provider.displayName,
          providerId: params.provider,
          helpText: provider.helpText,
          properties: provider.properties.map((property) => ({ ...property, secret: false, required: false, readOnly: false })),
        });
      },
    }),
  ];
}

function find(realm: RealmSnapshot, id: string | undefined): AuthenticatorConfig {
  const config = realm.authenticatorConfig(id ?? '');
  if (config === null) throw notFound('Could not find authenticator config');
  return config;
}

function requireFreeAlias(realm: RealmSnapshot, config: AuthenticatorConfig): void {
  if (config.alias === '') throw refused(400, 'Alias missing');
  const taken = realm.configuration.authenticatorConfigs.some((other) => other.alias === config.alias && other.id !== config.id);
  if (taken) throw refused(409, `Authenticator config with alias ${config.alias} already exists`);
}
