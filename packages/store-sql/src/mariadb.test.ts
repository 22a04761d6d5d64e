import { createMemoryLog, recordMovesContract, sessionStoreContract, ssoSessionsContract, startMariadb } from '@anteroom/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { warnOfLoss } from './durability.ts';
import { clusterCases } from './test-rig/cluster-cases.ts';
import { directoryContract } from './test-rig/directory-contract/index.ts';
import { migrationCases } from './test-rig/migration-cases.ts';
import { serverCases } from './test-rig/server-cases.ts';
import { createServerRig } from './test-rig/server-rig.ts';

const rig = createServerRig(startMariadb);
beforeAll(rig.start, 120_000);
afterAll(rig.stop);

const runner = { describe, it };

sessionStoreContract({ name: 'mariadb', open: rig.openSessionStores, runner });
recordMovesContract({ name: 'mariadb', open: rig.openSessionStores, runner });
ssoSessionsContract({ name: 'mariadb', open: rig.openSessionStores, runner });
directoryContract({ name: 'mariadb', open: rig.openDirectories });
migrationCases(rig.createDatabase);
serverCases(rig);
clusterCases(async () => rig.url);

describe('a server that may lose commits', () => {
  const warnings = async (flush: number) => {
    await rig.connection.db.raw(`set global innodb_flush_log_at_trx_commit = ${flush}`);
    const log = createMemoryLog();
    await warnOfLoss(rig.connection, log);
    return log.entries.map((entry) => entry.fields.setting);
  };

  it('is reported at the start', async () => {
    expect(await warnings(0)).toEqual(['innodb_flush_log_at_trx_commit = 0']);
    expect(await warnings(1)).toEqual([]);
  });
});
