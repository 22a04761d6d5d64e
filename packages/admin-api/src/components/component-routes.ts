import { type Component, fromComponentRepresentation, type RealmSnapshot, toComponentRepresentation } from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body, representation } from '../schemas/representations.ts';

/** Components are stored configuration: key providers, the user profile, registration policies. Secrets are masked in answers and kept by a masked update. */
export function componentRoutes(parts: Parts): readonly Route[] {
  const { writes, ids, urls, generatedKeys } = parts;

  async function withKey(realm: RealmSnapshot, component: Component): Promise<Component> {
    if (!isGeneratedKey(component)) return component;
    const given = Object.fromEntries(Object.entries(component.config).map(([name, [value = '']]) => [name, value]));
    const made = await generatedKeys.make(realm.name, component.providerId, given);
    if (made === null) throw refused(400, 'Invalid provider type or no such provider');
    return { ...component, config: Object.fromEntries(Object.entries(made).map(([name, value]) => [name, [value]])) };
  }

  return [
    route({
      method: 'GET',
      path: '/components',
      summary: 'Components of the realm: keys, user profile, registration policies',
      permission: may.viewRealm,
      parameters: { parent: 'Of this component', type: 'Provider type', name: 'Name' },
      answers: givesList(representation.component),
      async handler({ realm, query }) {
        const wanted = (key: 'parent' | 'type' | 'name', value: string) =>
          query.get(key) === null || query.get(key) === '' || query.get(key) === value;
        const found = realm.configuration.components.filter(
          (component) => wanted('parent', component.parentId) && wanted('type', component.providerType) && wanted('name', component.name),
        );
        return ok(found.map((component) => toComponentRepresentation(component)));
      },
    }),
    route({
      method: 'POST',
      path: '/components',
      summary: 'Create a component',
      permission: may.manageRealm,
      answers: creates,
      request: body.component,
      async handler(call) {
        const { id: _, ...given } = call.body;
        const drafted = fromComponentRepresentation(given, { id: ids.uuid(), realmId: call.realm.id });
        if (drafted.providerType === '' || drafted.providerId === '') throw refused(400, 'Invalid provider type or no such provider');
        const component = await withKey(call.realm, drafted);
        await writes.commit(call, [{ kind: 'put-component', component }], {
          operation: 'CREATE',
          resource: 'COMPONENT',
          path: `components/${component.id}`,
          representation: toComponentRepresentation(component),
        });
        return created(`${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/components/${component.id}`);
      },
    }),
    route({
      method: 'GET',
      path: '/components/:id',
      summary: 'A component',
      permission: may.viewRealm,
      answers: gives(representation.component),
      handler: async (call) => ok(toComponentRepresentation(find(call.realm, call.params.id))),
    }),
    route({
      method: 'PUT',
      path: '/components/:id',
      summary: 'Change a component',
      permission: may.manageRealm,
      answers: does,
      request: body.component,
      async handler(call) {
        const old = find(call.realm, call.params.id);
        const component = fromComponentRepresentation(call.body, { id: old.id, realmId: call.realm.id }, old);
        await writes.commit(call, [{ kind: 'put-component', component }], {
          operation: 'UPDATE',
          resource: 'COMPONENT',
          path: `components/${old.id}`,
          representation: toComponentRepresentation(component),
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/components/:id',
      summary: 'Delete a component',
      permission: may.manageRealm,
      answers: does,
      async handler(call) {
        const old = find(call.realm, call.params.id);
        await writes.commit(call, [{ kind: 'delete-component', id: old.id }], {
          operation: 'DELETE',
          resource: 'COMPONENT',
          path: `components/${old.id}`,
        });
        return noContent();
      },
    }),
  ];
}

function find(realm: RealmSnapshot, id: string | undefined): Component {
  const component = realm.configuration.components.find((candidate) => candidate.id === id);
  if (component === undefined) throw notFound('Could not find component');
  return component;
}

/** A provider that generates its key brings none along. */
const isGeneratedKey = ({ providerType, providerId, config }: Component) =>
  providerType === 'org.keycloak.keys.KeyProvider' &&
  providerId.endsWith('-generated') &&
  !['privateKey', 'ecdsaPrivateKey', 'eddsaPrivateKey', 'secret'].some((material) => config[material] !== undefined);
