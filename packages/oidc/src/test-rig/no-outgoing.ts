import { createMemoryLog } from '@anteroom/testkit';
import { createClientKeySource } from '../clients/client-key-source.ts';
import type { OutgoingRequests } from '../outgoing/outgoing-requests.ts';
import { createEncryptForClient } from '../signed/encrypted-for-client.ts';
import { createTestClock } from './test-clock.ts';

/** For tests that call nobody. */
export const noOutgoing: OutgoingRequests = {
  send: async (url) => {
    throw new Error(`nothing should have called ${url}`);
  },
};

/** Keys that clients brought along, and no others. */
export const noClientKeys = createClientKeySource({ outgoing: noOutgoing, clock: createTestClock(), log: createMemoryLog() });

export const noEncryption = createEncryptForClient({ keys: noClientKeys });
