import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AcmeLinks, newDatabaseUrl, openAcme } from './test-rig/open-acme.ts';
import type { FromRacer, ToRacer } from './test-rig/racer.ts';

const RACERS = 30;
const ROUNDS = 20;

let acme: AcmeLinks;
let racers: readonly ChildProcess[];

/** What each of them says next. */
const hear = (): Promise<readonly FromRacer[]> =>
  Promise.all(
    racers.map(
      (racer) =>
        new Promise<FromRacer>((resolve, reject) => {
          const gone = () => reject(new Error('a racer died'));
          racer.once('exit', gone);
          racer.once('message', (message) => {
            racer.off('exit', gone);
            resolve(message as FromRacer);
          });
        }),
    ),
  );
const tell = (message: ToRacer) => {
  for (const racer of racers) racer.send(message);
};

beforeAll(async () => {
  const url = newDatabaseUrl();
  acme = await openAcme(url);
  const program = fileURLToPath(new URL('./test-rig/racer.ts', import.meta.url));
  racers = Array.from({ length: RACERS }, (_, index) =>
    fork(program, [url, `racer-${index}`, acme.clock.now().toISOString()], { execArgv: [] }),
  );
  await hear();
}, 120_000);

afterAll(async () => {
  for (const racer of racers) racer.kill();
  await acme.directory.close();
});

async function race(blind: boolean) {
  const { directory, links, realm, user } = acme;
  const before = (await directory.users.get(realm.id, user.id))!;
  const { link, changes } = links.plan({
    realm,
    user: before,
    kind: 'execute-actions',
    actions: ['UPDATE_PASSWORD'],
    clientId: null,
    redirectUri: null,
    lifespanSeconds: null,
    locale: null,
  });
  await directory.commit(realm.id, changes);
  const { token } = await links.mint(realm, link);
  const ready = hear();
  tell({ kind: 'prepare', key: token, blind });
  await ready;
  const done = hear();
  tell({ kind: 'go', at: Date.now() + 20 });
  const outcomes = await done;
  const after = (await directory.users.get(realm.id, user.id))!;
  const [credential] = await directory.credentials.list(realm.id, user.id);
  return {
    winners: outcomes.flatMap((outcome, index) => (outcome.kind === 'won' ? [`racer-${index}`] : [])),
    losses: outcomes.flatMap((outcome) => (outcome.kind === 'lost' ? [outcome.code] : [])),
    passwordOf: credential?.secretData.value,
    changes: after.credentialVersion - before.credentialVersion,
  };
}

test('lets one of 30 processes complete a link, in each of 20 rounds', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { winners, losses, passwordOf, changes } = await race(false);
    expect(winners).toHaveLength(1);
    expect(losses).toEqual(Array(RACERS - 1).fill('link_spent'));
    expect(passwordOf).toBe(winners[0]);
    expect(changes).toBe(1);
  }
}, 120_000);

test('would let several through without the guards', async () => {
  const { winners, changes } = await race(true);
  expect(winners.length).toBeGreaterThan(1);
  expect(changes).toBe(winners.length);
}, 60_000);
