import { mailLocale } from '@anteroom/action-tokens';
import type { OutboxMessage, OutboxState, User } from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { does, gives } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { pageOf } from '../http/query.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { mailListRepresentation, previewRepresentation, templateListRepresentation } from './link-representations.ts';

const DEFAULT_MAX = 100;
const STATES: readonly OutboxState[] = ['queued', 'sending', 'retrying', 'sent', 'failed', 'expired'];

/** The mail of a realm with the server's last words, and its templates as a person would read them. */
export function mailQueueRoutes(parts: Parts): readonly Route[] {
  const { directory, mailTemplates, urls, clock } = parts;
  return [
    route({
      method: 'GET',
      path: '/mail',
      scope: 'anteroom',
      permission: may.viewUsers,
      summary: "Mail of the realm, newest first, with the mail server's last words",
      parameters: {
        userId: 'Mail to this user',
        state: STATES.join(', '),
        first: 'Messages to skip; 0',
        max: `Messages to give; ${DEFAULT_MAX}`,
      },
      answers: gives(mailListRepresentation),
      async handler({ realm, query }) {
        const state = STATES.find((one) => one === query.get('state'));
        const userId = query.get('userId');
        const page = pageOf(query, DEFAULT_MAX);
        const wanted = { ...page, ...(state === undefined ? {} : { state }), ...(userId === null ? {} : { userId }) };
        return ok({ messages: (await directory.outbox.search(realm.id, wanted)).map(show) });
      },
    }),
    route({
      method: 'POST',
      path: '/mail/:message/retry',
      scope: 'anteroom',
      permission: may.manageUsers,
      summary: 'Tries a waiting message at once',
      answers: does,
      async handler({ realm, params }) {
        const id = params.message ?? '';
        if ((await directory.outbox.get(realm.id, id)) === null) throw notFound('Message not found');
        if (!(await directory.outbox.hasten(realm.id, id, clock.now()))) throw refused(409, 'The message does not wait');
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/mail-templates',
      scope: 'anteroom',
      permission: may.viewRealm,
      summary: 'The mails that this server writes',
      answers: gives(templateListRepresentation),
      handler: async () => ok(mailTemplates.list),
    }),
    route({
      method: 'GET',
      path: '/mail-templates/:template/preview',
      scope: 'anteroom',
      permission: may.viewUsers,
      summary: "A mail as a person would get it, in their language and with the realm's texts; its link leads nowhere",
      parameters: { userId: 'Whose language and name', locale: 'Another language', actions: 'Required actions, with commas between them' },
      answers: gives(previewRepresentation),
      async handler({ realm, query, params }) {
        const template = mailTemplates.list.find(({ name }) => name === params.template);
        if (template === undefined) throw notFound('Template not found');
        const userId = query.get('userId') ?? '';
        const user = userId === '' ? null : await directory.users.get(realm.id, userId);
        if (userId !== '' && user === null) throw notFound('User not found');
        const own = user === null ? null : mailLocale(realm, user);
        const locale = query.get('locale') || own || realm.realm.defaultLocale || 'en';
        const rendered = mailTemplates.renderer.render({
          realm: realm.realm,
          template: template.name,
          parameters: mailTemplates.example,
          link: template.hasLink ? `${urls.issuer(realm.name)}/login-actions/action-token?key=preview` : null,
          linkExpiresInMinutes: template.hasLink ? Math.round(realm.realm.actionTokenGeneratedByAdminLifespan / 60) : null,
          actions: (query.get('actions') ?? 'UPDATE_PASSWORD').split(',').filter(Boolean),
          user: named(user),
          locale,
        });
        return ok({ locale, ...rendered });
      },
    }),
  ];
}

function named(user: User | null) {
  if (user === null) return { username: 'alice', firstName: 'Alice', lastName: 'Liddell', email: 'alice@example.org' };
  const { username, firstName, lastName, email } = user;
  return { username, firstName, lastName, email: email ?? '' };
}

function show({
  lastError,
  createdAt,
  dueAt,
  expiresAt,
  sentAt,
  id,
  to,
  template,
  locale,
  userId,
  linkId,
  state,
  attempts,
}: OutboxMessage) {
  return {
    ...{ id, to, template, locale, userId, linkId, state, attempts },
    createdAt: createdAt.toISOString(),
    dueAt: dueAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    lastWords: lastError,
  };
}
