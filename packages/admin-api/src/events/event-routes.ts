import { type AdminEvent, fromRealmRepresentation, type LoginEvent, type Realm, type RealmSnapshot } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives, givesList } from '../http/answers.ts';
import { bad } from '../http/failure.ts';
import { DATES } from '../http/parameters.ts';
import { pageOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { body, representation } from '../schemas/representations.ts';
import { DEFAULT_EVENT_TYPES, EVENT_TYPES } from './event-types.ts';

const PAGE = 100;

export function eventRoutes(parts: Parts): readonly Route[] {
  const { directory, writes } = parts;
  return [
    route({
      method: 'GET',
      path: '/events',
      summary: 'Events of logins, newest first',
      permission: may.viewEvents,
      parameters: { type: 'Kind of event; repeatable', client: 'The clientId', user: 'Id of the user', ipAddress: 'Address', ...DATES },
      answers: givesList(answered.event),
      async handler({ realm, query }) {
        const types = query.getAll('type');
        if (types.some((type) => !EVENT_TYPES.has(type))) throw bad('Unknown event type');
        const found = await directory.events.searchLogin(realm.id, {
          ...(types.length === 0 ? {} : { types }),
          ...textOf(query, 'client', 'clientId'),
          ...textOf(query, 'user', 'userId'),
          ...textOf(query, 'ipAddress', 'ipAddress'),
          ...datesOf(query),
          ...pageOf(query, PAGE),
        });
        return ok(found.map((event) => showLoginEvent(realm, event)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/events',
      summary: 'Delete the events of logins',
      permission: may.manageEvents,
      answers: does,
      async handler(call) {
        await directory.commit(call.realm.id, [{ kind: 'clear-login-events' }]);
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/admin-events',
      summary: 'Changes by administrators, newest first',
      permission: may.viewEvents,
      parameters: {
        operationTypes: 'CREATE, UPDATE, DELETE or ACTION; repeatable',
        resourceTypes: 'Kind of thing; repeatable',
        resourcePath: 'Path of the thing; * for anything',
        ...DATES,
      },
      answers: givesList(answered.adminEvent),
      async handler({ realm, query }) {
        const operationTypes = query.getAll('operationTypes');
        const resourceTypes = query.getAll('resourceTypes');
        const found = await directory.events.searchAdmin(realm.id, {
          ...(operationTypes.length === 0 ? {} : { operationTypes }),
          ...(resourceTypes.length === 0 ? {} : { resourceTypes }),
          ...textOf(query, 'resourcePath', 'resourcePath'),
          ...datesOf(query),
          ...pageOf(query, PAGE),
        });
        return ok(found.map((event) => showAdminEvent(realm, event)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/admin-events',
      summary: 'Delete the events of administrators',
      permission: may.manageEvents,
      answers: does,
      async handler(call) {
        await directory.commit(call.realm.id, [{ kind: 'clear-admin-events' }]);
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/events/config',
      summary: 'What events the realm keeps and whom it tells',
      permission: may.viewEvents,
      answers: gives(representation.eventsConfig),
      handler: async ({ realm }) => ok(showEventsConfig(realm.realm)),
    }),
    route({
      method: 'PUT',
      path: '/events/config',
      summary: 'Change what events the realm keeps and whom it tells',
      permission: may.manageEvents,
      answers: does,
      request: body.eventsConfig,
      async handler(call) {
        const realm = fromRealmRepresentation(call.body, call.realm.realm);
        await writes.commit(call, [{ kind: 'put-realm', realm }], {
          operation: 'UPDATE',
          resource: 'REALM',
          path: 'events/config',
          representation: call.body,
        });
        return noContent();
      },
    }),
  ];
}

const textOf = <K extends string>(query: URLSearchParams, parameter: string, key: K) => {
  const value = query.get(parameter);
  return (value === null || value === '' ? {} : { [key]: value }) as { [name in K]?: string };
};

/** `dateFrom` and `dateTo`: days (`2026-01-31`, the last one whole) or epoch milliseconds. */
function datesOf(query: URLSearchParams): { readonly from?: Date; readonly to?: Date } {
  const from = dateOf(query.get('dateFrom'), 0);
  const to = dateOf(query.get('dateTo'), 86_400_000 - 1);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function dateOf(value: string | null, intoTheDay: number): Date | undefined {
  if (value === null || value === '') return undefined;
  if (/^\d{10,15}$/.test(value)) return new Date(Number(value));
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(day)) throw bad("Invalid value for 'Date(From)', expected format is yyyy-MM-dd or an Epoch timestamp");
  return new Date(day + intoTheDay);
}

function showLoginEvent(realm: RealmSnapshot, event: LoginEvent): Readonly<Record<string, unknown>> {
  return {
    id: event.id,
    time: event.time.getTime(),
    type: event.type,
    realmId: realm.id,
    ...present({
      clientId: event.clientId,
      userId: event.userId,
      sessionId: event.sessionId,
      ipAddress: event.ipAddress,
      error: event.error,
    }),
    details: { ...event.details },
  };
}

function showAdminEvent(realm: RealmSnapshot, event: AdminEvent): Readonly<Record<string, unknown>> {
  return {
    id: event.id,
    time: event.time.getTime(),
    realmId: realm.id,
    authDetails: {
      realmId: event.authRealmId,
      clientId: event.authClientId,
      userId: event.authUserId,
      ...present({ ipAddress: event.ipAddress }),
    },
    operationType: event.operationType,
    resourceType: event.resourceType,
    resourcePath: event.resourcePath,
    ...present({ representation: event.representation, error: event.error }),
  };
}

const present = (fields: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function showEventsConfig(realm: Realm): Readonly<Record<string, unknown>> {
  const types = realm.enabledEventTypes;
  return {
    eventsEnabled: realm.eventsEnabled,
    ...(realm.eventsExpiration === undefined ? {} : { eventsExpiration: realm.eventsExpiration }),
    eventsListeners: realm.eventsListeners ?? [],
    enabledEventTypes: Array.isArray(types) && types.length > 0 ? types : DEFAULT_EVENT_TYPES,
    adminEventsEnabled: realm.adminEventsEnabled,
    adminEventsDetailsEnabled: realm.adminEventsDetailsEnabled ?? false,
  };
}
