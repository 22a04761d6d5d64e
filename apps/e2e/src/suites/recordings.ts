import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DocumentedAnswers, watchAnswers } from '../documented-answers.ts';
import type { MailSink } from '../mail-sink.ts';
import { readRecording } from '../replay/recording.ts';
import { Replay } from '../replay/replay.ts';
import { judge } from '../replay/verdict.ts';
import type { RunningServer } from '../server.ts';

interface Stage {
  readonly server: RunningServer;
  readonly sink: MailSink;
  /** What the figures are headed with. */
  readonly name: string;
}

async function differencesOf({ server, sink, name }: Stage, file: string) {
  const results = await new Replay(server, sink.port).run(readRecording(file));
  const verdict = judge(file, results);
  process.stderr.write(
    `recordings ${file} on ${name}: ${verdict.matched - verdict.wrong.length} matched, ${verdict.deliberate} deliberate, ${verdict.wrong.length} wrong of ${results.length}\n`,
  );
  return verdict.wrong;
}

/** Every recording, against the server of a stage. It answers as `GOLDEN_BASE`: with an https address cookies carry the recorded attributes. */
export function recordingsSuite(get: () => Stage): void {
  let documented: DocumentedAnswers;
  beforeAll(async () => {
    documented = await watchAnswers(get().server);
  });
  afterAll(() => documented?.stop());

  it('answers the authorization endpoint as recorded', async () => expect(await differencesOf(get(), 'authorize')).toEqual([]), 120_000);
  it('answers the password grant as recorded', async () => expect(await differencesOf(get(), 'token-password')).toEqual([]), 120_000);
  it(
    'answers client authentication as recorded',
    async () => expect(await differencesOf(get(), 'token-client-authentication')).toEqual([]),
    120_000,
  );
  it('answers the code grant as recorded', async () => expect(await differencesOf(get(), 'token-code')).toEqual([]), 120_000);
  it('answers the refresh grant as recorded', async () => expect(await differencesOf(get(), 'token-refresh')).toEqual([]), 120_000);
  it('answers logout as recorded', async () => expect(await differencesOf(get(), 'logout')).toEqual([]), 120_000);
  it('answers introspection as recorded', async () => expect(await differencesOf(get(), 'introspection')).toEqual([]), 120_000);
  it('answers userinfo as recorded', async () => expect(await differencesOf(get(), 'userinfo')).toEqual([]), 120_000);
  it('answers discovery and keys as recorded', async () => expect(await differencesOf(get(), 'discovery-jwks')).toEqual([]), 120_000);
  it('answers revocation as recorded', async () => expect(await differencesOf(get(), 'revocation')).toEqual([]), 120_000);
  it(
    'answers dynamic registration as recorded',
    async () => expect(await differencesOf(get(), 'client-registration')).toEqual([]),
    120_000,
  );
  it(
    'answers client credentials as recorded',
    async () => expect(await differencesOf(get(), 'token-client-credentials')).toEqual([]),
    120_000,
  );
  it('answers access to the Admin REST as recorded', async () => expect(await differencesOf(get(), 'admin-auth')).toEqual([]), 120_000);
  it('answers administration of users as recorded', async () => expect(await differencesOf(get(), 'admin-users')).toEqual([]), 120_000);
  it(
    'answers administration of credentials as recorded',
    async () => expect(await differencesOf(get(), 'admin-user-credentials')).toEqual([]),
    120_000,
  );
  it(
    'answers administration of what a user has as recorded',
    async () => expect(await differencesOf(get(), 'admin-user-roles-groups-sessions')).toEqual([]),
    120_000,
  );
  it('answers administration of clients as recorded', async () => expect(await differencesOf(get(), 'admin-clients')).toEqual([]), 120_000);
  it(
    'answers administration of client scopes as recorded',
    async () => expect(await differencesOf(get(), 'admin-client-scopes')).toEqual([]),
    120_000,
  );
  it(
    'answers administration of roles and groups as recorded',
    async () => expect(await differencesOf(get(), 'admin-roles-groups')).toEqual([]),
    120_000,
  );
  it('answers administration of flows as recorded', async () => expect(await differencesOf(get(), 'admin-flows')).toEqual([]), 120_000);
  it(
    'answers events, sessions and attack detection as recorded',
    async () => expect(await differencesOf(get(), 'admin-events-sessions-attack')).toEqual([]),
    120_000,
  );

  it('answers all of them as its OpenAPI document says', () => {
    expect(documented.checked).toBeGreaterThan(200);
    expect(documented.problems).toEqual([]);
  });
}

export const GOLDEN_BASE = 'https://login.golden.test';
