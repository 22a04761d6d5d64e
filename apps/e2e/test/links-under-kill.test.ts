import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import { keyOf, linkIn } from '../src/mailed-links.ts';
import { readPage } from '../src/page.ts';
import { inParallel } from '../src/rounds.ts';
import { newDataDir, type RunningServer, removeDataDir } from '../src/server.ts';

/** A few in every run, `ANTEROOM_TEST_LINKS` (and five kills at random moments) when somebody wants the full figure. */
const MANY = Number(process.env.ANTEROOM_TEST_LINKS ?? 0);
const LINKS = MANY > 0 ? MANY : 12;
const REALM = 'crowd';
const NAMES = Array.from({ length: LINKS }, (_, index) => `user-${String(index).padStart(4, '0')}`);
const PASSWORD = 'Crowd-pw-2026';

let installation: Installation;
let files: string;
let server: RunningServer;
let sink: MailSink;
let admin: AdminClient;
const ids = new Map<string, string>();

/** As a machine that goes on: what a node has in its data directory is there after the kill. */
async function start(): Promise<void> {
  server = await installation.startNode({ development: true, port: installation.port, dataDir: files });
  admin = new AdminClient(server);
}

beforeAll(async () => {
  sink = await MailSink.listen();
  files = newDataDir();
  installation = await createInstallation({
    database: MANY > 0 ? 'postgres' : 'sqlite',
    sessions: 'memory',
    env: { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@demo.test' },
  });
  await start();
  await admin.must('POST', '', {
    realm: REALM,
    enabled: true,
    passwordPolicy: 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)',
    smtpServer: { host: '127.0.0.1', port: String(sink.port), from: 'login@demo.test' },
    clients: [{ clientId: 'shop', secret: 'shop-secret', enabled: true, directAccessGrantsEnabled: true }],
    users: NAMES.map((name) => ({ username: name, enabled: true, email: `${name}@demo.test`, firstName: name, lastName: 'Crowd' })),
  });
  const users = (await admin.must('GET', `/${REALM}/users?max=${LINKS + 1}`)).json as { id: string; username: string }[];
  for (const { id, username } of users) ids.set(username, id);
}, 240_000);

afterAll(async () => {
  await installation?.stop();
  await sink?.close();
  removeDataDir(files);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let acknowledged = 0;

/** Asks until it is acknowledged: the server may be down at this moment. */
async function ask(name: string): Promise<void> {
  for (;;) {
    const answer = await admin.call('PUT', `/${REALM}/users/${ids.get(name)}/execute-actions-email`, ['UPDATE_PASSWORD']).catch(() => null);
    if (answer?.status === 204) {
      acknowledged += 1;
      return;
    }
    await pause(100);
  }
}

async function restart(): Promise<void> {
  await server.kill();
  await start();
}

async function mailOf(state: string): Promise<readonly { readonly id: string }[]> {
  const url = `${server.local}/admin/anteroom/realms/${REALM}/mail?state=${state}&max=1000`;
  return ((await admin.at(url)).json as { messages: { id: string }[] }).messages;
}

/** The link that counts: of two requests for one person the later replaced the earlier. */
async function finish(name: string): Promise<'works' | 'dead'> {
  const mails = sink.mails.filter(({ to }) => to === `${name}@demo.test`);
  for (const link of new Set(mails.map(linkIn))) {
    const page = await send(link);
    if (page.status !== 200) continue;
    const form = { key: keyOf(link), execution: 'UPDATE_PASSWORD', 'password-new': PASSWORD, 'password-confirm': PASSWORD };
    const done = await send(link.split('?')[0]!, { method: 'POST', form });
    return done.status === 200 && readPage(done.text).text.includes('Your account has been updated') ? 'works' : 'dead';
  }
  return 'dead';
}

async function count(trial: (name: string) => Promise<boolean>): Promise<number> {
  let found = 0;
  await inParallel(LINKS, 8, async (index) => {
    if (await trial(NAMES[index]!)) found += 1;
  });
  return found;
}

describe('links that are sent while the server is killed and restarted', () => {
  it('are all delivered and each work once, also after one more restart', async () => {
    if (MANY > 0) {
      const asking = inParallel(LINKS, 8, (index) => ask(NAMES[index]!));
      // Each falls while links are asked for or mails are going out, whichever it is at that moment.
      const moments = Array.from({ length: 5 }, () => randomInt(2 * LINKS)).sort((a, b) => a - b);
      process.stderr.write(`links: killed at ${moments.join(' ')} of ${2 * LINKS} requests and mails\n`);
      for (const moment of moments) {
        while (acknowledged + sink.mails.length < moment) await pause(20);
        // Not at the moment a mail was taken, which is when it is looked: at any moment.
        await pause(randomInt(500));
        await restart();
      }
      await asking;
    } else {
      // While the mail server is away nothing is handed to it, and nothing is lost.
      const { port } = sink;
      await sink.close();
      await inParallel(LINKS, 4, (index) => ask(NAMES[index]!));
      // What a killed worker held comes back when its lease runs out, which this run does not wait for.
      while ((await mailOf('retrying')).length < LINKS) await pause(50);
      await restart();
      await restart();
      sink = await MailSink.listen(port);
    }

    const reached = () => new Set(sink.mails.map(({ to }) => to)).size;
    // A message in the hands of a worker that was killed is sent again once its lease has run out.
    const deadline = Date.now() + (MANY > 0 ? 400_000 : 170_000);
    while ((reached() < LINKS || (await mailOf('sending')).length > 0) && Date.now() < deadline) {
      for (const { id } of await mailOf('retrying'))
        await admin.at(`${server.local}/admin/anteroom/realms/${REALM}/mail/${id}/retry`, 'POST');
      await pause(500);
    }
    const copies = sink.mails.length - new Set(sink.mails.map(({ messageId }) => messageId)).size;
    const works = await count(async (name) => (await finish(name)) === 'works');
    const twice = await count(async (name) => (await finish(name)) === 'works');
    await restart();
    const afterwards = await count(async (name) => (await finish(name)) === 'works');
    const figures = { delivered: reached(), works, twice, afterwards };
    process.stderr.write(`links: ${JSON.stringify({ ...figures, mails: sink.mails.length, copies })}\n`);
    expect(figures).toEqual({ delivered: LINKS, works: LINKS, twice: 0, afterwards: 0 });
  }, 900_000);
});
