/** What people and applications did, as Keycloak keeps it. */
export interface LoginEvent {
  readonly id: string;
  /** Milliseconds. */
  readonly time: number;
  readonly type: string;
  readonly clientId?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly ipAddress?: string;
  readonly error?: string;
  readonly details?: Readonly<Record<string, string>>;
}

export interface EventsConfig {
  readonly eventsEnabled: boolean;
  readonly adminEventsEnabled: boolean;
  readonly adminEventsDetailsEnabled: boolean;
}

export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ChangedThing {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly change: 'created' | 'changed' | 'deleted';
  readonly fields: readonly FieldChange[];
}

/** One change of the configuration, with everything it changed. */
export interface HistoryEntry {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly operation: string;
  readonly resourceType: string;
  readonly resourcePath: string;
  readonly by: { readonly realmId: string; readonly userId: string; readonly username: string | null; readonly clientId: string };
  readonly ipAddress: string | null;
  readonly things: readonly ChangedThing[];
  readonly undoes: string | null;
  readonly undoneBy: string | null;
  readonly undoable: boolean;
}

export interface DeletedThing {
  readonly kind: 'user' | 'client' | 'role' | 'group';
  readonly id: string;
  readonly name: string;
  readonly deletedAt: string;
  readonly until: string;
  readonly by: { readonly realmId: string; readonly userId: string; readonly username: string | null };
}
