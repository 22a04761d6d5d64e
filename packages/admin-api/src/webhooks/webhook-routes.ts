import {
  type Change,
  type RealmSnapshot,
  WEBHOOK_LISTENER,
  type Webhook,
  type WebhookDelivery,
  type WebhookStanding,
} from '@anteroom/core';
import { noContent, ok } from '../http/answer.ts';
import { createsAndGives, does } from '../http/answers.ts';
import { bad, notFound } from '../http/failure.ts';
import { pageOf } from '../http/query.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import {
  deliveriesRepresentation,
  madeWebhookRepresentation,
  replayRequest,
  webhookRepresentation,
  webhookRequest,
} from './representations.ts';

const STATES = ['waiting', 'delivered', 'dead'] as const;

/** Where a realm's events are delivered to, and what became of them. */
export function webhookRoutes(parts: Parts): readonly Route[] {
  const { directory, writes, ids, clock } = parts;

  async function find({ realm, params }: Call<unknown>): Promise<Webhook> {
    const webhook = await directory.webhooks.get(realm.id, params.id ?? '');
    if (webhook === null) throw notFound('Webhook not found');
    return webhook;
  }

  const write = async (call: Call<unknown>, changes: readonly Change[], id: string, operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'ACTION') =>
    writes.commit(call, changes, { operation, resource: 'WEBHOOK', path: `webhooks/${id}` });

  return [
    route({
      method: 'GET',
      path: '/webhooks',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Destinations of the events of the realm, with how they stand',
      response: webhookRepresentation.array(),
      async handler({ realm }) {
        const webhooks = await directory.webhooks.list(realm.id);
        return ok(
          await Promise.all(webhooks.map(async (webhook) => show(webhook, await directory.webhooks.standing(realm.id, webhook.id)))),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/webhooks',
      scope: 'anteroom',
      permission: may.manageEvents,
      summary: 'Adds a destination; deliveries are signed as Standard Webhooks says',
      request: ['Webhook', webhookRequest],
      answers: createsAndGives(madeWebhookRepresentation),
      async handler(call) {
        const secret = call.body.secret ?? `whsec_${Buffer.from(ids.token(32), 'base64url').toString('base64')}`;
        const webhook: Webhook = {
          id: ids.uuid(),
          url: checkedUrl(call.body.url),
          enabled: call.body.enabled ?? true,
          events: call.body.events ?? [],
          secret,
          createdAt: clock.now(),
        };
        await write(call, [{ kind: 'put-webhook', webhook }, ...listening(call.realm)], webhook.id, 'CREATE');
        return { status: 201, json: { id: webhook.id, secret } };
      },
    }),
    route({
      method: 'GET',
      path: '/webhooks/:id',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'One destination',
      response: webhookRepresentation,
      async handler(call) {
        const webhook = await find(call);
        return ok(show(webhook, await directory.webhooks.standing(call.realm.id, webhook.id)));
      },
    }),
    route({
      method: 'PUT',
      path: '/webhooks/:id',
      scope: 'anteroom',
      permission: may.manageEvents,
      answers: does,
      summary: 'Changes a destination; what is left out stays. What is waiting stays in line while it is disabled',
      request: ['Webhook', webhookRequest],
      async handler(call) {
        const before = await find(call);
        const { url, ...given } = call.body;
        const webhook = { ...before, ...given, ...(url === undefined ? {} : { url: checkedUrl(url) }) };
        await write(call, [{ kind: 'put-webhook', webhook }], webhook.id, 'UPDATE');
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:id',
      scope: 'anteroom',
      permission: may.manageEvents,
      answers: does,
      summary: 'Removes a destination with everything that waits for it',
      async handler(call) {
        const { id } = await find(call);
        await write(call, [{ kind: 'delete-webhook', id }], id, 'DELETE');
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: '/webhooks/:id/deliveries',
      scope: 'anteroom',
      permission: may.viewEvents,
      summary: 'Events on their way to a destination, latest first',
      parameters: { state: 'waiting, delivered or dead', first: 'To skip; 0', max: 'To give; 100' },
      response: deliveriesRepresentation,
      async handler(call) {
        const { id } = await find(call);
        const state = STATES.find((known) => known === call.query.get('state'));
        const found = await directory.webhooks.deliveries(call.realm.id, id, {
          ...(state === undefined ? {} : { state }),
          ...pageOf(call.query, 100),
        });
        return ok({ deliveries: found.map(showDelivery) });
      },
    }),
    route({
      method: 'POST',
      path: '/webhooks/:id/deliveries/:delivery/retry',
      scope: 'anteroom',
      permission: may.manageEvents,
      answers: does,
      summary: 'Delivers one event again, also one that was given up',
      async handler(call) {
        const { id } = await find(call);
        const delivery = Number(call.params.delivery);
        if (!Number.isSafeInteger(delivery)) throw notFound('Delivery not found');
        await write(call, [{ kind: 'retry-delivery', webhookId: id, id: delivery, at: clock.now() }], id, 'ACTION');
        return noContent();
      },
    }),
    route({
      method: 'POST',
      path: '/webhooks/:id/replay',
      scope: 'anteroom',
      permission: may.manageEvents,
      answers: does,
      summary: 'Delivers again everything since a time that was delivered or given up, as far as it is kept (seven days)',
      request: ['Replay', replayRequest],
      async handler(call) {
        const { id } = await find(call);
        const from = new Date(call.body.from);
        if (Number.isNaN(from.getTime())) throw bad('invalid_request', '"from" is no time');
        await write(call, [{ kind: 'replay-webhook', id, from, at: clock.now() }], id, 'ACTION');
        return noContent();
      },
    }),
  ];
}

/** Events are put in line where the realm's listeners name it. */
function listening({ realm }: RealmSnapshot): readonly Change[] {
  const listeners = Array.isArray(realm.eventsListeners) ? (realm.eventsListeners as readonly string[]) : [];
  if (listeners.includes(WEBHOOK_LISTENER)) return [];
  return [{ kind: 'put-realm', realm: { ...realm, eventsListeners: [...listeners, WEBHOOK_LISTENER] } }];
}

/** Whether it may be called is decided when it is called: names can lead elsewhere by then. */
function checkedUrl(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw bad('invalid_request', '"url" is no http address');
  if (new URL(url).username !== '' || new URL(url).password !== '') throw bad('invalid_request', '"url" must not carry credentials');
  return url;
}

function show({ id, url, enabled, events, createdAt }: Webhook, { lastDeliveredAt, ...standing }: WebhookStanding) {
  return {
    ...{ id, url, enabled, events, createdAt: createdAt.toISOString() },
    state: { ...standing, lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null },
  };
}

function showDelivery({ id, eventId, type, state, attempts, createdAt, dueAt, deliveredAt, lastError }: WebhookDelivery) {
  return {
    ...{ id, eventId, type, state, attempts, lastError },
    createdAt: createdAt.toISOString(),
    dueAt: dueAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}
