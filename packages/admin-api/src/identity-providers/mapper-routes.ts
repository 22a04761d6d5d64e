import { type IdentityProvider, readObject, readText } from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body, representation } from '../schemas/representations.ts';
import { findProvider } from './find-provider.ts';
import { findMapper, MAPPERS, mappersOf } from './mappers-of.ts';

/** Mappers of an identity provider, kept with it. */
export function identityProviderMapperRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls } = parts;
  const prefix = '/identity-provider/instances/:alias';

  const write = (
    call: Call<unknown>,
    provider: IdentityProvider,
    mappers: readonly Body[],
    operation: 'CREATE' | 'UPDATE' | 'DELETE',
    id: unknown,
  ) =>
    writes.commit(call, [{ kind: 'put-identity-provider', provider: { ...provider, [MAPPERS]: mappers } }], {
      operation,
      resource: 'IDENTITY_PROVIDER_MAPPER',
      path: `identity-provider/instances/${provider.alias}/mappers/${id}`,
      representation: call.body,
    });

  const requireFreeName = (provider: IdentityProvider, mapper: Body) => {
    if (mappersOf(provider).some((other) => other.name === mapper.name && other.id !== mapper.id)) {
      throw refused(400, `Failed to add mapper '${mapper.name}' to identity provider [${provider.providerId}].`);
    }
  };

  return [
    route({
      method: 'GET',
      path: `${prefix}/mappers`,
      summary: 'Mappers of an identity provider',
      permission: may.viewIdentityProviders,
      answers: givesList(representation.identityProviderMapper),
      handler: async (call) => ok(mappersOf(findProvider(call))),
    }),
    route({
      method: 'POST',
      path: `${prefix}/mappers`,
      summary: 'Create a mapper of an identity provider',
      permission: may.manageIdentityProviders,
      answers: creates,
      request: body.identityProviderMapper,
      async handler(call) {
        const provider = findProvider(call);
        const mapper = { ...mapperOf(call.body), id: ids.uuid(), identityProviderAlias: provider.alias };
        requireFreeName(provider, mapper);
        await write(call, provider, [...mappersOf(provider), mapper], 'CREATE', mapper.id);
        const realm = encodeURIComponent(call.realm.name);
        return created(
          `${urls.base}/admin/realms/${realm}/identity-provider/instances/${encodeURIComponent(provider.alias)}/mappers/${mapper.id}`,
        );
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/mappers/:id`,
      summary: 'A mapper of an identity provider',
      permission: may.viewIdentityProviders,
      answers: gives(representation.identityProviderMapper),
      handler: async (call) => ok(findMapper(findProvider(call), call.params.id)),
    }),
    route({
      method: 'PUT',
      path: `${prefix}/mappers/:id`,
      summary: 'Change a mapper of an identity provider',
      permission: may.manageIdentityProviders,
      answers: does,
      request: body.identityProviderMapper,
      async handler(call) {
        const provider = findProvider(call);
        const old = findMapper(provider, call.params.id);
        const mapper = { ...old, ...mapperOf(call.body), id: old.id, identityProviderAlias: provider.alias };
        requireFreeName(provider, mapper);
        await write(
          call,
          provider,
          mappersOf(provider).map((other) => (other.id === old.id ? mapper : other)),
          'UPDATE',
          old.id,
        );
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: `${prefix}/mappers/:id`,
      summary: 'Delete a mapper of an identity provider',
      permission: may.manageIdentityProviders,
      answers: does,
      async handler(call) {
        const provider = findProvider(call);
        const old = findMapper(provider, call.params.id);
        await write(
          call,
          provider,
          mappersOf(provider).filter((other) => other.id !== old.id),
          'DELETE',
          old.id,
        );
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/mapper-types`,
      summary: 'Kinds of mappers that an identity provider can have',
      permission: may.viewIdentityProviders,
      answers: gives(answered.anyObject),
      async handler(call) {
        findProvider(call);
        // No mapper runs here yet, so none is offered; stored ones are kept.
        return ok({});
      },
    }),
  ];
}

function mapperOf(given: Body): Body & { readonly name: string } {
  const name = readText(given, 'name') ?? '';
  if (name === '') throw refused(400, 'Mapper name is missing');
  return { name, identityProviderMapper: readText(given, 'identityProviderMapper') ?? '', config: { ...readObject(given, 'config') } };
}
