import { recordMovesContract, sessionStoreContract, ssoSessionsContract } from '@anteroom/testkit';
import { describe, it } from '@jest/globals';
import { openSqlitePair } from './test-rig/open-sqlite-pair.ts';

const runner = { describe, it };

sessionStoreContract({ name: 'sqlite', open: openSqlitePair, runner });
recordMovesContract({ name: 'sqlite', open: openSqlitePair, runner });
ssoSessionsContract({ name: 'sqlite', open: openSqlitePair, runner });
