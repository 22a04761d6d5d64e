import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { CALLBACK_ORIGIN } from '../src/browser.ts';
import { codeFlow, loginByForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { MailSink } from '../src/mail-sink.ts';
import { Race } from '../src/race.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { type LinkRaceOutcome, oneFinishes, raceForLink } from '../src/suites/link-race.ts';

const ROUNDS = 20;
let server: RunningServer;
let race: Race;
let sink: MailSink;
let admin: AdminClient;

beforeAll(async () => {
  sink = await MailSink.listen();
  server = await startServer({ env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' } });
  admin = new AdminClient(server);
  await createDemoRealm(admin);
  race = await Race.start(50);
}, 90_000);

afterAll(async () => {
  race?.stop();
  await server?.stop();
  await sink?.close();
  removeDataDir(server.dataDir);
});

const statuses = (answers: readonly { readonly status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

describe('fifty processes at once', () => {
  it(`redeem one code: one of them gets tokens, in each of ${ROUNDS} rounds`, async () => {
    const winners: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const flow = codeFlow(server, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
      const callback = await loginByForm(flow, 'ann', DEMO_PASSWORD);
      const answers = await race.run(`${server.local}/realms/${DEMO}/protocol/openid-connect/token`, {
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code')!,
        redirect_uri: `${CALLBACK_ORIGIN}/cb`,
        code_verifier: flow.verifier,
        ...SHOP,
      });
      winners.push(statuses(answers, 200));
      expect(statuses(answers, 200) + statuses(answers, 400)).toBe(50);
    }
    process.stderr.write(`code race: winners per round ${winners.join(' ')}\n`);
    expect(winners).toEqual(Array(ROUNDS).fill(1));
  }, 120_000);

  it(`complete one mailed link: one sets the password, in each of ${ROUNDS} rounds`, async () => {
    const outcomes: LinkRaceOutcome[] = [];
    for (let round = 0; round < ROUNDS; round++) outcomes.push(await raceForLink({ nodes: [server], race }, { admin, sink }, round));
    process.stderr.write(`link race: done/used per round ${outcomes.map(({ done, used }) => `${done}/${used}`).join(' ')}\n`);
    expect(outcomes).toEqual(Array(ROUNDS).fill(oneFinishes(50)));
  }, 240_000);
});
