import type { Client, Flow, RealmSnapshot } from '@anteroom/core';
import type { FlowPurpose } from './flow-engine.ts';

/** The flow of a browser for a purpose; null when the realm's binding names none. */
export function boundFlow(realm: RealmSnapshot, client: Client, purpose: FlowPurpose): Flow | null {
  switch (purpose) {
    case 'login':
      return realm.boundFlow('browser', client);
    case 'reset-credentials':
      return realm.flowByAlias(realm.realm.resetCredentialsFlow);
    case 'registration':
      return realm.flowByAlias(realm.realm.registrationFlow);
  }
}
