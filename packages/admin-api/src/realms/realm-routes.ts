import { isAnteroomError, managementClientId, planManagementClientRemoval, type RealmSnapshot, readText } from '@anteroom/core';
import { keepAdministrators } from '../authentication/keep-administrators.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { httpFailure, refused } from '../http/failure.ts';
import { BRIEF } from '../http/parameters.ts';
import { flagParameter } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import type { Admin } from '../permissions/admin.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { type Body, body } from '../schemas/representations.ts';
import { showRealm } from './show-realm.ts';
import { checkRealmName, updatedRealm } from './update-realm.ts';

export function realmRoutes(parts: Parts): readonly Route[] {
  const { directory, realms, writes, urls, store, passwords, importer, log } = parts;

  async function ruled(admin: Admin): Promise<readonly { readonly admin: Admin; readonly realm: RealmSnapshot }[]> {
    const all = await Promise.all((await directory.realms.list()).map((realm) => realms.byId(realm.id)));
    return all.flatMap((realm) => {
      const over = realm === null ? null : admin.over(realm);
      return realm !== null && over?.may(may.anyAdmin) ? [{ admin: over, realm }] : [];
    });
  }

  return [
    route({
      method: 'GET',
      path: '/realms',
      summary: 'Realms that the caller administers',
      scope: 'server',
      permission: may.signedIn,
      parameters: BRIEF,
      answers: givesList(answered.realm),
      async handler({ admin, query }) {
        const found = await ruled(admin);
        if (found.length === 0) throw httpFailure(403);
        const brief = flagParameter(query, 'briefRepresentation') ?? false;
        return ok(found.map(({ admin: over, realm }) => (brief ? briefRealm(realm) : showRealm(over, realm))));
      },
    }),
    route({
      method: 'POST',
      path: '/realms',
      summary: 'Create a realm, or import one',
      scope: 'server',
      permission: may.createRealm,
      answers: creates,
      request: body.realm,
      large: true,
      async handler({ body: representation, admin }) {
        const name = readText(representation, 'realm') ?? readText(representation, 'id') ?? '';
        checkRealmName(name);
        await imported({ ...representation, realm: name });
        log.info('realm.created', { realm: name, by: admin.user.id });
        return created(`${urls.base}/admin/realms/${encodeURIComponent(name)}`);
      },
    }),
    route({
      method: 'GET',
      path: '',
      summary: 'The realm',
      permission: may.anyAdmin,
      answers: gives(answered.realm),
      async handler({ admin, realm }) {
        return ok(showRealm(admin, realm));
      },
    }),
    route({
      method: 'PUT',
      path: '',
      summary: 'Change the realm',
      permission: may.manageRealm,
      answers: does,
      request: body.realm,
      async handler(call) {
        const updated = updatedRealm(call.realm, call.body, passwords);
        const { browserFlow, directGrantFlow } = call.realm.realm;
        if (updated.browserFlow !== browserFlow || updated.directGrantFlow !== directGrantFlow)
          await keepAdministrators(parts, call.realm, { realm: updated });
        if (updated.realm !== call.realm.name) {
          if (call.realm.name === 'master') throw refused(400, "Can't rename master realm");
          if ((await directory.realms.findByName(updated.realm)) !== null) throw refused(409, 'Realm with same name exists');
        }
        await writes.commit(call, [{ kind: 'put-realm', realm: updated }], {
          operation: 'UPDATE',
          resource: 'REALM',
          path: '',
          representation: call.body,
        });
        if (updated.realm !== call.realm.name) await renameMasterClient(call.realm.name, updated.realm);
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '',
      summary: 'Delete the realm',
      permission: may.manageRealm,
      answers: does,
      async handler({ realm, admin }) {
        if (realm.name === 'master') throw refused(400, "Can't remove realm master");
        await directory.commit(realm.id, [{ kind: 'delete-realm' }]);
        await store.deleteRealm(realm.id);
        const master = await realms.byName('master');
        const changes = master === null ? [] : planManagementClientRemoval(realm.name, master);
        if (master !== null && changes.length > 0) await directory.commit(master.id, changes);
        log.info('realm.deleted', { realm: realm.name, by: admin.user.id });
        return noContent();
      },
    }),
  ];

  async function imported(document: Body): Promise<void> {
    try {
      await importer.import(document);
    } catch (error) {
      if (isAnteroomError(error, 'already_exists')) throw refused(409, error.publicText ?? 'Duplicate resource error');
      if (isAnteroomError(error, 'invalid_input')) throw refused(400, error.publicText ?? 'Invalid realm representation');
      throw error;
    }
  }

  async function renameMasterClient(from: string, to: string): Promise<void> {
    const master = await realms.byName('master');
    const client = master === null ? null : await realms.client(master, managementClientId(from));
    if (master === null || client === null) return;
    await directory.commit(master.id, [
      { kind: 'put-client', client: { ...client, clientId: managementClientId(to), name: `${to} Realm` } },
    ]);
  }
}

const briefRealm = (realm: RealmSnapshot) => ({
  id: realm.id,
  realm: realm.name,
  enabled: realm.realm.enabled,
  ...(realm.realm.displayName === undefined ? {} : { displayName: realm.realm.displayName }),
});
