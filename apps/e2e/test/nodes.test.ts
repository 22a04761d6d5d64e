import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO } from '../src/demo-realm.ts';
import { send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { MailSink } from '../src/mail-sink.ts';
import { rounds } from '../src/rounds.ts';
import type { RunningServer } from '../src/server.ts';
import { until } from '../src/workers/processes.ts';

const CHANGES = rounds(8);
const REALMS_EACH = 3;
const MAILS = 6;

let installation: Installation;
let sink: MailSink;
let nodes: readonly [RunningServer, RunningServer];
let admins: readonly [AdminClient, AdminClient];

/** Started at the same moment on an empty database. */
beforeAll(async () => {
  sink = await MailSink.listen();
  const env = { ANTEROOM_SMTP_URL: `smtp://127.0.0.1:${sink.port}`, ANTEROOM_MAIL_FROM: 'login@anteroom.test' };
  installation = await createInstallation({ database: 'postgres', sessions: 'sql', env });
  nodes = await Promise.all([installation.startNode({ port: installation.port, workers: 2 }), installation.startNode({ workers: 1 })]);
  admins = [new AdminClient(nodes[0]), new AdminClient(nodes[1])];
  await createDemoRealm(admins[0]);
}, 120_000);
afterAll(async () => {
  await installation?.stop();
  await sink?.close();
});

const markAt = async (node: RunningServer): Promise<unknown> =>
  ((await send(`${node.local}/realms/${DEMO}`)).json as { 'tokens-not-before'?: number })['tokens-not-before'];

async function mailTo(admin: AdminClient, username: string): Promise<void> {
  const { id } = await admin.findUser(DEMO, username);
  await admin.must('PUT', `/${DEMO}/users/${id}/execute-actions-email`, ['UPDATE_PASSWORD']);
}

describe('two nodes over one database', () => {
  it('show at one what was changed at the other', async () => {
    const delays: number[] = [];
    for (let mark = 1; mark <= CHANGES; mark += 1) {
      const [here, there] = mark % 2 === 0 ? [0, 1] : [1, 0];
      await admins[here as 0]?.must('PUT', `/${DEMO}`, { notBefore: mark });
      const began = performance.now();
      expect(await markAt(nodes[here as 0] as RunningServer)).toBe(mark);
      await until('the other node follows', async () => (await markAt(nodes[there as 1] as RunningServer)) === mark);
      delays.push(performance.now() - began);
    }
    process.stderr.write(`${CHANGES} changes seen at the other node, the slowest after ${Math.round(Math.max(...delays))} ms\n`);
  }, 180_000);

  it('let an administrator go on at one with what was just done at the other', async () => {
    const [here, there] = admins;
    for (let index = 0; index < CHANGES; index += 1) {
      await here.must('POST', `/${DEMO}/clients`, { clientId: `made-${index}`, enabled: true });
      const { id } = await there.findClient(DEMO, `made-${index}`);
      await there.must('PUT', `/${DEMO}/clients/${id}`, { clientId: `made-${index}`, name: 'from there' });
      await here.must('PUT', `/${DEMO}/clients/${id}`, { clientId: `made-${index}`, description: 'from here' });
      expect(await there.findClient(DEMO, `made-${index}`)).toMatchObject({ name: 'from there', description: 'from here' });
    }
  }, 180_000);

  it('let the administrators of master administer realms that both make at once', async () => {
    const names = Array.from({ length: 2 * REALMS_EACH }, (_, index) => `made-${index}`);
    await Promise.all(names.map((realm, index) => admins[(index % 2) as 0 | 1].must('POST', '', { realm, enabled: true })));
    const status = async (node: RunningServer, realm: string) => (await new AdminClient(node).call('GET', `/${realm}/users`)).status;
    for (const node of nodes)
      await until('every realm is known', async () =>
        (await Promise.all(names.map((realm) => status(node, realm)))).every((one) => one === 200),
      );
  }, 180_000);

  it('send each mail once, wherever it was queued', async () => {
    const addresses: string[] = [];
    for (let index = 0; index < MAILS; index += 1) {
      const username = `reader${index}`;
      const admin = admins[(index % 2) as 0 | 1];
      await admin.must('POST', `/${DEMO}/users`, { username, enabled: true, email: `${username}@demo.test`, emailVerified: true });
      await mailTo(admin, username);
      addresses.push(`${username}@demo.test`);
    }
    await until('every mail', () => addresses.every((address) => sink.mails.some((mail) => mail.to === address)));
    expect(sink.mails.map((mail) => mail.to).sort()).toEqual([...addresses].sort());
  }, 180_000);

  it('go on with the work that one node does for all when that node is killed', async () => {
    const holds = (node: RunningServer) => node.output().includes('"lease.taken"');
    expect(nodes.filter(holds)).toHaveLength(1);
    const survivor = nodes.findIndex((node) => !holds(node)) as 0 | 1;
    await nodes[1 - survivor]?.kill();
    const before = sink.mails.length;
    await mailTo(admins[survivor], 'ann');
    await until('the mail', () => sink.mails.length > before);
    expect(holds(nodes[survivor])).toBe(true);
    expect(sink.mails.slice(before).map((mail) => mail.to)).toEqual(['ann@demo.test']);
  }, 180_000);
});
