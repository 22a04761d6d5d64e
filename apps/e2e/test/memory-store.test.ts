import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminClient } from '../src/admin.ts';
import { codeFlow, openForm, postForm } from '../src/code-flow.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { CookieJar, send } from '../src/http-client.ts';
import { createInstallation, type Installation } from '../src/installation/installation.ts';
import { newDataDir, removeDataDir } from '../src/server.ts';
import { passwordGrant, refresh } from '../src/tokens.ts';

const dataDir = newDataDir();
let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation({ database: 'sqlite', sessions: 'memory' });
}, 60_000);
afterAll(async () => {
  await installation?.stop();
  removeDataDir(dataDir);
});

describe('a server that keeps sessions in memory', () => {
  it('says so, and after a kill knows no session, lets nothing be used twice, and has its users and clients', async () => {
    const start = () => installation.startNode({ port: installation.port, dataDir });
    const first = await start();
    expect(first.output()).toContain('store.memory');
    await createDemoRealm(new AdminClient(first));
    const jar = new CookieJar();
    const flow = codeFlow(first, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    const code = await postForm((await openForm(flow, jar)).action!, 'ann', DEMO_PASSWORD, jar);
    const tokens = await flow.redeem(code);
    expect(tokens.status).toBe(200);

    await first.kill();
    const second = await start();

    expect((await flow.redeem(code)).status).toBe(400);
    expect((await refresh(second, DEMO, String(tokens.json.refresh_token), SHOP)).status).toBe(400);
    const looked = await send(`${second.local}/realms/${DEMO}/protocol/openid-connect/token/introspect`, {
      method: 'POST',
      form: { token: String(tokens.json.access_token), ...SHOP },
    });
    expect(looked.json).toEqual({ active: false });
    const again = codeFlow(second, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret });
    expect((await openForm(again, jar)).callback).toBeNull();
    expect((await passwordGrant(second, DEMO, 'ann', DEMO_PASSWORD, SHOP)).status).toBe(200);
  }, 60_000);
});
