import {
  type Change,
  fromIdentityProviderRepresentation,
  type IdentityProvider,
  readText,
  toIdentityProviderRepresentation,
} from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { bad, httpFailure, refused } from '../http/failure.ts';
import { BRIEF, SEARCH } from '../http/parameters.ts';
import { flagParameter, pageOf, sliceOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { findProvider } from './find-provider.ts';
import { IDENTITY_PROVIDERS } from './known-providers.ts';
import { MAPPERS } from './mappers-of.ts';

/** Identity providers as configuration: kept whole, so that nothing of a realm is lost; signing in through them comes later. */
export function identityProviderRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls } = parts;
  const prefix = '/identity-provider/instances';
  const show = (provider: IdentityProvider) => {
    const { [MAPPERS]: _, ...shown } = toIdentityProviderRepresentation(provider);
    return shown;
  };

  return [
    route({
      method: 'GET',
      path: prefix,
      summary: 'Identity providers of the realm',
      permission: may.viewIdentityProviders,
      parameters: { ...SEARCH, ...BRIEF },
      answers: givesList(representation.identityProvider),
      async handler({ realm, query }) {
        const search = (query.get('search') ?? '').toLowerCase().replaceAll('*', '');
        const brief = flagParameter(query, 'briefRepresentation') ?? false;
        const found = realm.configuration.identityProviders
          .filter((provider) => provider.alias.toLowerCase().includes(search))
          .sort((a, b) => (a.alias < b.alias ? -1 : 1));
        return ok(sliceOf(found, pageOf(query)).map(brief ? briefly : show));
      },
    }),
    route({
      method: 'POST',
      path: prefix,
      summary: 'Create an identity provider',
      permission: may.manageIdentityProviders,
      answers: creates,
      request: body.identityProvider,
      async handler(call) {
        const alias = readText(call.body, 'alias') ?? '';
        if (/\s/.test(alias)) throw bad('Empty Space not allowed.');
        if (!/^[^/?#%&=+;:\\{}<>"'`]+$/.test(alias)) throw refused(400, `Invalid identity provider alias [${alias}]`);
        const providerId = readText(call.body, 'providerId') ?? '';
        if (!IDENTITY_PROVIDERS.has(providerId)) throw refused(400, `Invalid identity provider id [${providerId}]`);
        const provider = fromIdentityProviderRepresentation({ config: {}, ...call.body }, ids.uuid());
        if (call.realm.configuration.identityProviders.some((other) => other.alias === alias)) {
          throw refused(409, `Identity Provider ${alias} already exists`);
        }
        await writes.commit(call, [{ kind: 'put-identity-provider', provider }], {
          operation: 'CREATE',
          resource: 'IDENTITY_PROVIDER',
          path: `identity-provider/instances/${alias}`,
          representation: call.body,
        });
        return created(
          `${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/identity-provider/instances/${encodeURIComponent(alias)}`,
        );
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/:alias`,
      summary: 'An identity provider',
      permission: may.viewIdentityProviders,
      answers: gives(representation.identityProvider),
      handler: async (call) => ok(show(findProvider(call))),
    }),
    route({
      method: 'PUT',
      path: `${prefix}/:alias`,
      summary: 'Change an identity provider',
      permission: may.manageIdentityProviders,
      answers: does,
      request: body.identityProvider,
      async handler(call) {
        const old = findProvider(call);
        const provider = fromIdentityProviderRepresentation(call.body, old.internalId, old);
        const renamed = provider.alias !== old.alias;
        if (renamed && call.realm.configuration.identityProviders.some((other) => other.alias === provider.alias)) {
          throw refused(409, `Identity Provider ${provider.alias} already exists`);
        }
        const changes: Change[] = [
          ...(renamed ? [{ kind: 'delete-identity-provider', alias: old.alias } as const] : []),
          { kind: 'put-identity-provider', provider },
        ];
        await writes.commit(call, changes, {
          operation: 'UPDATE',
          resource: 'IDENTITY_PROVIDER',
          path: `identity-provider/instances/${old.alias}`,
          representation: call.body,
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: `${prefix}/:alias`,
      summary: 'Delete an identity provider',
      permission: may.manageIdentityProviders,
      answers: does,
      async handler(call) {
        const provider = findProvider(call);
        await writes.commit(call, [{ kind: 'delete-identity-provider', alias: provider.alias }], {
          operation: 'DELETE',
          resource: 'IDENTITY_PROVIDER',
          path: `identity-provider/instances/${provider.alias}`,
        });
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: `${prefix}/:alias/reload-keys`,
      summary: 'Fetch the keys of an identity provider anew',
      permission: may.manageIdentityProviders,
      answers: gives(answered.flag),
      async handler(call) {
        findProvider(call);
        // Keys of other servers are held by nobody yet.
        return ok(false);
      },
    }),
    route({
      method: 'GET',
      path: '/identity-provider/providers/:provider',
      summary: 'A kind of identity provider',
      permission: may.viewIdentityProviders,
      answers: gives(answered.identityProviderFactory),
      async handler({ params }) {
        const id = params.provider ?? '';
        const name = IDENTITY_PROVIDERS.get(id);
        if (name === undefined) throw httpFailure(400);
        return ok({ id, name, helpText: '', configProperties: [], configMetadata: [] });
      },
    }),
  ];
}

/** What lists with `briefRepresentation=true` hold. */
const briefly = (provider: IdentityProvider) => ({
  alias: provider.alias,
  ...(readText(provider, 'displayName') === undefined ? {} : { displayName: readText(provider, 'displayName') }),
  internalId: provider.internalId,
  providerId: provider.providerId,
  enabled: provider.enabled,
  config: {},
});
