import type { Clock, Directory, IdSource, Log, RealmCache, SessionStore, SignedTokens, SsoSessions, Urls } from '@anteroom/core';
import { createClientAdapters } from '../client-adapters/client-adapters.ts';
import { createLoginEvents } from '../events/login-events.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { createBackchannelLogout } from './backchannel-logout.ts';
import { createLogoutNotices } from './logout-notice.ts';

export interface LogoutDeliveryDependencies {
  readonly directory: Pick<Directory, 'commit'>;
  readonly realms: Pick<RealmCache, 'byId' | 'clientByUuid'>;
  readonly store: SessionStore;
  readonly sessions: Pick<SsoSessions, 'get'>;
  readonly signed: SignedTokens;
  readonly outgoing: OutgoingRequests;
  readonly urls: Urls;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** The repeated attempts of back-channel logout, for a process that serves nobody: call it every few seconds. */
export function createLogoutDelivery(dependencies: LogoutDeliveryDependencies): () => Promise<number> {
  const notices = createLogoutNotices(dependencies);
  const adapters = createClientAdapters(dependencies);
  const backchannel = createBackchannelLogout({ ...dependencies, notices, adapters, events: createLoginEvents(dependencies) });
  return () => backchannel.deliverDue();
}
