import { recordMovesContract, sessionStoreContract, ssoSessionsContract, startPostgres } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { clusterCases } from './test-rig/cluster-cases.ts';
import { directoryContract } from './test-rig/directory-contract/index.ts';
import { migrationCases } from './test-rig/migration-cases.ts';
import { serverCases } from './test-rig/server-cases.ts';
import { createServerRig } from './test-rig/server-rig.ts';

const rig = createServerRig(startPostgres);
beforeAll(rig.start, 120_000);
afterAll(rig.stop);

const runner = { describe, it };

sessionStoreContract({ name: 'postgres', open: rig.openSessionStores, runner });
recordMovesContract({ name: 'postgres', open: rig.openSessionStores, runner });
ssoSessionsContract({ name: 'postgres', open: rig.openSessionStores, runner });
directoryContract({ name: 'postgres', open: rig.openDirectories });
migrationCases(rig.createDatabase);
serverCases(rig);
clusterCases(async () => rig.url);
