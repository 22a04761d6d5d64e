import { recordMovesContract, sessionStoreContract, ssoSessionsContract } from '@anteroom/testkit';
import { describe, it } from '@jest/globals';
import { openMemoryPair } from './test-rig/open-memory-pair.ts';

const runner = { describe, it };

sessionStoreContract({ name: 'memory', open: openMemoryPair, runner });
recordMovesContract({ name: 'memory', open: openMemoryPair, runner });
ssoSessionsContract({ name: 'memory', open: openMemoryPair, runner });
