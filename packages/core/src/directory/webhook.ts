/** A destination of events. Events reach it when the realm's `eventsListeners` name `webhook`. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  /** `*`, `access.*`, `admin.*`, `access.LOGIN`, `admin.USER-CREATE`: Keycloak's event types, and its resource and operation types. */
  readonly events: readonly string[];
  /** Signs what is delivered. Sealed at rest. */
  readonly secret: string;
  readonly createdAt: Date;
}

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

/** One event on its way to one destination. */
export interface WebhookDelivery {
  /** Rises with the order in which events were committed. */
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  /** The user whom it is about, or empty: events of one subject are delivered one after the other. */
  readonly subject: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly deliveredAt: Date | null;
  /** What the destination answered last, or why it did not. */
  readonly lastError: string | null;
}

export interface WebhookStanding {
  readonly waiting: number;
  readonly dead: number;
  readonly lastDeliveredAt: Date | null;
  readonly lastError: string | null;
}

/** The listener's name among a realm's `eventsListeners`. */
export const WEBHOOK_LISTENER = 'webhook';

export function listensForWebhooks({ eventsListeners }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(eventsListeners) && eventsListeners.includes(WEBHOOK_LISTENER);
}
