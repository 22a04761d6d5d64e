import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailSink } from '../src/mail-sink.ts';
import { readRecording } from '../src/replay/recording.ts';
import { Replay } from '../src/replay/replay.ts';
import { judge } from '../src/replay/verdict.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

let server: RunningServer;
let sink: MailSink;

beforeAll(async () => {
  sink = await MailSink.listen();
  // An https address, as in production: cookies then carry the recorded attributes.
  server = await startServer({ command: 'start', env: { ANTEROOM_HOSTNAME: 'https://login.golden.test' } });
}, 60_000);

afterAll(async () => {
  await server?.stop();
  await sink?.close();
  if (server !== undefined) removeDataDir(server.dataDir);
});

async function differencesOf(file: string) {
  const results = await new Replay(server, sink.port).run(readRecording(file));
  const verdict = judge(file, results);
  process.stderr.write(
    `recordings ${file}: ${verdict.matched - verdict.wrong.length} matched, ${verdict.deliberate} deliberate, ${verdict.waiting} waiting, ${verdict.wrong.length} wrong of ${results.length}\n`,
  );
  return verdict.wrong;
}

describe('recordings of a Keycloak', () => {
  it('answers the authorization endpoint as recorded', async () => expect(await differencesOf('authorize')).toEqual([]), 120_000);
  it('answers the password grant as recorded', async () => expect(await differencesOf('token-password')).toEqual([]), 120_000);
  it(
    'answers client authentication as recorded',
    async () => expect(await differencesOf('token-client-authentication')).toEqual([]),
    120_000,
  );
  it('answers the code grant as recorded', async () => expect(await differencesOf('token-code')).toEqual([]), 120_000);
  it('answers the refresh grant as recorded', async () => expect(await differencesOf('token-refresh')).toEqual([]), 120_000);
  it('answers logout as recorded', async () => expect(await differencesOf('logout')).toEqual([]), 120_000);
  it('answers introspection as recorded', async () => expect(await differencesOf('introspection')).toEqual([]), 120_000);
  it('answers userinfo as recorded', async () => expect(await differencesOf('userinfo')).toEqual([]), 120_000);
  it('answers discovery and keys as recorded', async () => expect(await differencesOf('discovery-jwks')).toEqual([]), 120_000);
  it('answers revocation as recorded', async () => expect(await differencesOf('revocation')).toEqual([]), 120_000);
  it('answers client credentials as recorded', async () => expect(await differencesOf('token-client-credentials')).toEqual([]), 120_000);
});
