import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { CALLBACK_ORIGIN } from '../src/browser.ts';
import { codeFlow, loginByForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { Race } from '../src/race.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const ROUNDS = 20;
let server: RunningServer;
let race: Race;

beforeAll(async () => {
  server = await startServer();
  await createDemoRealm(new AdminClient(server));
  race = await Race.start(50);
}, 90_000);

afterAll(async () => {
  race?.stop();
  await server?.stop();
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
    const admin = new AdminClient(server);
    const user = await admin.findUser(DEMO, 'ben');
    const outcomes: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await send(`${server.local}/dev/mail/api/messages`, { method: 'DELETE' });
      await admin.must('PUT', `/${DEMO}/users/${user.id}/execute-actions-email`, ['UPDATE_PASSWORD']);
      const key = await mailedKey();
      const password = `Race-pw-${round}`;
      const answers = await race.run(`${server.local}/realms/${DEMO}/login-actions/action-token`, {
        key,
        execution: 'UPDATE_PASSWORD',
        'password-new': password,
        'password-confirm': password,
      });
      outcomes.push(`${statuses(answers, 200)}/${statuses(answers, 400)}`);
      expect((await passwordGrant(server, DEMO, 'ben', password, SHOP)).status).toBe(200);
    }
    process.stderr.write(`link race: done/refused per round ${outcomes.join(' ')}\n`);
    expect(outcomes).toEqual(Array(ROUNDS).fill('1/49'));
  }, 120_000);
});

/** The key of the mail that development mode captured. */
async function mailedKey(): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { json } = await send(`${server.local}/dev/mail/api/messages`);
    const mails = (Array.isArray(json) ? json : ((json as { messages?: unknown[] }).messages ?? [])) as { id: string }[];
    if (mails[0] !== undefined) {
      const { json: mail } = await send(`${server.local}/dev/mail/api/messages/${mails[0].id}`);
      return decodeURIComponent(/action-token\?key=([^\s"<>&]+)/.exec((mail as { text: string }).text)![1]!);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail was captured');
}
