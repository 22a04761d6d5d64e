import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import type { SessionStoreKind } from '../src/installation/session-stores.ts';
import { MailSink } from '../src/mail-sink.ts';
import { buildMutant } from '../src/mutant.ts';
import { Race } from '../src/race.ts';
import { racers, rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';
import { type LinkRaceOutcome, oneFinishes, raceForLink } from '../src/suites/link-race.ts';
import {
  createSigner,
  leadsToCode,
  raceForAssertion,
  raceForProof,
  raceForPushedRequest,
  raceForRegistrationToken,
} from '../src/suites/presented-once.ts';
import { createRaceRealm, factorSecret, factorUser, hotpCode, hotpUser, listCode, listUser } from '../src/suites/race-realm.ts';
import {
  type RaceStage,
  raceAtPage,
  raceForAuthentication,
  raceForCode,
  raceForCounter,
  raceForDevice,
  raceForFactor,
  raceForRefresh,
  tally,
} from '../src/suites/races.ts';
import { totp } from '../src/totp.ts';

const ROUNDS = rounds(4);
const RACERS = racers(16);
/** Exactly one winner, everybody else refused, nobody answered 5xx: in every round. */
const ONE_WINNER = Array.from({ length: ROUNDS }, () => ({ won: 1, failed: 0, refused: RACERS - 1 }));

let race: Race;
let sink: MailSink;
beforeAll(async () => {
  race = await Race.start(RACERS);
  sink = await MailSink.listen();
}, 120_000);
afterAll(async () => {
  race?.stop();
  await sink?.close();
});

function races(sessions: SessionStoreKind, [sound, broken]: readonly [string, string]): void {
  let installation: Installation;
  let nodes: readonly [RunningServer, RunningServer];
  let admin: AdminClient;
  const stage = (): RaceStage => ({ nodes, race });
  const inRounds = async (run: (round: number) => ReturnType<typeof raceForCode>, isWon?: typeof leadsToCode) => {
    const found: ReturnType<typeof tally>[] = [];
    for (let round = 0; round < ROUNDS; round++) found.push(tally(await run(round), isWon));
    return found;
  };

  beforeAll(async () => {
    installation = await createInstallation({
      database: 'postgres',
      sessions,
      patience: 10_000,
      env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
    });
    const first = await installation.startNode({ port: installation.port });
    nodes = [first, await installation.startNode()];
    admin = new AdminClient(first);
    await createRaceRealm(admin);
    await createSigner(admin);
  }, 120_000);
  afterAll(() => installation?.stop());

  it('redeems a code for one of them', async () => {
    expect(await inRounds(() => raceForCode(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('gives the tokens of a device to one of them', async () => {
    expect(await inRounds(() => raceForDevice(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('gives the tokens of somebody who was asked on another device to one of them', async () => {
    expect(await inRounds(() => raceForAuthentication(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('uses a refresh token that is good once for one of them', async () => {
    expect(await inRounds(() => raceForRefresh(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('B107: answers a pushed request for one of them', async () => {
    expect(await inRounds(() => raceForPushedRequest(stage()), leadsToCode)).toEqual(ONE_WINNER);
  }, 600_000);

  it('B111: takes a proof of possession from one of them', async () => {
    expect(await inRounds(() => raceForProof(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('B064, D012: takes an assertion from one of them', async () => {
    expect(await inRounds(() => raceForAssertion(stage()))).toEqual(ONE_WINNER);
  }, 600_000);

  it('B187: lets one of them manage a client with a token that is good once', async () => {
    expect(await inRounds(() => raceForRegistrationToken(stage(), admin))).toEqual(ONE_WINNER);
  }, 600_000);

  it('takes a code of a second factor from one of them', async () => {
    expect(await inRounds((round) => raceForFactor(stage(), round))).toEqual(ONE_WINNER);
  }, 600_000);

  it('takes a code of a counter from one of them', async () => {
    expect(await inRounds((round) => raceForCounter(stage(), round))).toEqual(ONE_WINNER);
  }, 600_000);

  it('takes a code of a second factor from one of many browsers', async () => {
    // Others than above: there their codes are used up already.
    const race = (round: number) => raceAtPage(stage(), factorUser(round + 30), { otp: totp(factorSecret(round + 30)) });
    expect(await inRounds(race, leadsToCode)).toEqual(ONE_WINNER);
  }, 600_000);

  it('takes a code of a counter from one of many browsers', async () => {
    const race = (round: number) => raceAtPage(stage(), hotpUser(round + 30), { otp: hotpCode(round + 30) });
    expect(await inRounds(race, leadsToCode)).toEqual(ONE_WINNER);
  }, 600_000);

  it('B166: takes a recovery code from one of many browsers', async () => {
    const race = (round: number) => raceAtPage(stage(), listUser(round), { recoveryCodeInput: listCode(round) });
    expect(await inRounds(race, leadsToCode)).toEqual(ONE_WINNER);
  }, 600_000);

  it('finishes a mailed link for one of them: one password, one event, and everybody else sees that it is used', async () => {
    const outcomes: LinkRaceOutcome[] = [];
    for (let round = 0; round < ROUNDS; round++) outcomes.push(await raceForLink(stage(), { admin, sink }, round));
    expect(outcomes).toEqual(Array(ROUNDS).fill(oneFinishes(RACERS)));
  }, 600_000);

  it('has several winners in the same race for a code when the store consumes blindly', async () => {
    const mutant = buildMutant(sound, broken);
    try {
      const blind = [await installation.startNode({ bundle: mutant.bundle }), await installation.startNode({ bundle: mutant.bundle })];
      const found = await inRounds(() => raceForCode({ nodes: blind, race }));
      expect(Math.max(...found.map(({ won }) => won))).toBeGreaterThan(1);
    } finally {
      mutant.remove();
    }
  }, 600_000);
}

describe(`${RACERS} processes at two nodes over one PostgreSQL`, () => {
  describe('with sessions in it too', () => races('sql', [' AND consumed_at IS NULL', '']));
  describe('with sessions in Redis', () => races('redis', [' or r[4] then return', ' then return']));
});
