import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELIBERATE, NEEDS_WHOLE_SERVER } from './test-rig/expected-differences.ts';
import { openRig, type Rig } from './test-rig/open-rig.ts';
import { readRecordings } from './test-rig/recording.ts';
import { createReplay } from './test-rig/replay.ts';

const FILES = [
  'admin-auth.json',
  'admin-users.json',
  'admin-user-credentials.json',
  'admin-clients.json',
  'admin-events-sessions-attack.json',
  'admin-roles-groups.json',
  'admin-user-roles-groups-sessions.json',
  'admin-client-scopes.json',
  'admin-flows.json',
];

describe.each(FILES)('recorded: %s', (file) => {
  let rig: Rig;
  let player: ReturnType<typeof createReplay>;

  beforeAll(async () => {
    rig = await openRig();
    player = createReplay(rig);
    await player.begin();
  });
  afterAll(() => rig.close());

  for (const recording of readRecordings(file)) {
    if (NEEDS_WHOLE_SERVER[file]?.includes(recording.name)) continue;
    const reason = DELIBERATE[file]?.[recording.name];
    it(reason === undefined ? recording.name : `${recording.name} (deliberately different: ${reason})`, async () => {
      const found = await player.replay(recording);
      if (reason === undefined) expect(found).toEqual([]);
      else expect(found).not.toEqual([]);
    });
  }
});
