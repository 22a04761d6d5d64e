import type { AdminEvent, LoginEvent } from '../directory/event.ts';

/** An event as destinations get it: a type to choose by, and Keycloak's representation. */
export interface EventMessage {
  readonly eventId: string;
  /** `access.LOGIN`, `admin.USER-CREATE`. */
  readonly type: string;
  /** The user whom it is about; empty when it is about nobody in particular. */
  readonly subject: string;
  readonly body: string;
}

export function loginEventMessage(realm: { readonly id: string; readonly name: string }, event: LoginEvent): EventMessage {
  const type = `access.${event.type}`;
  const { id, time, userId, ...rest } = event;
  const representation = { id, time: time.getTime(), realmId: realm.id, userId, ...rest };
  return { eventId: id, type, subject: userId ?? '', body: envelope(realm.name, type, representation) };
}

export function adminEventMessage(realm: { readonly id: string; readonly name: string }, event: AdminEvent): EventMessage {
  const type = `admin.${event.resourceType}-${event.operationType}`;
  const { id, time, authRealmId, authClientId, authUserId, ipAddress, ...rest } = event;
  const representation = {
    ...{ id, time: time.getTime(), realmId: realm.id },
    authDetails: { realmId: authRealmId, clientId: authClientId, userId: authUserId, ...(ipAddress === null ? {} : { ipAddress }) },
    ...rest,
  };
  const subject = /^users\/([^/]+)/.exec(event.resourcePath)?.[1] ?? '';
  return { eventId: id, type, subject, body: envelope(realm.name, type, representation) };
}

function envelope(realm: string, type: string, event: Readonly<Record<string, unknown>>): string {
  const present = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
  return JSON.stringify({ type, realm, event: present });
}
