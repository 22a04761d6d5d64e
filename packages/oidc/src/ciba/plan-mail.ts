import type { Change, Client, RealmSnapshot, User } from '@anteroom/core';

/** The mail that asks a person. Its address is no secret and no bearer: whoever opens it has to log in as that very person. */
export function planAuthenticationMail({
  id,
  realm,
  client,
  user,
  url,
  now,
  expiresAt,
}: {
  readonly id: string;
  readonly realm: RealmSnapshot;
  readonly client: Client;
  readonly user: User;
  readonly url: string;
  readonly now: Date;
  readonly expiresAt: Date;
}): Change | null {
  if (user.email === null || user.email === '') return null;
  const wanted = user.attributes.locale?.[0];
  const supported = realm.realm.internationalizationEnabled && wanted !== undefined && realm.realm.supportedLocales?.includes(wanted);
  return {
    kind: 'queue-mail',
    message: {
      id,
      to: user.email,
      template: 'authentication-request',
      parameters: { url, clientName: client.name || client.clientId },
      locale: supported ? wanted : null,
      linkId: null,
      userId: user.id,
      state: 'queued',
      attempts: 0,
      createdAt: now,
      dueAt: now,
      expiresAt,
      lastError: null,
      sentAt: null,
    },
  };
}
