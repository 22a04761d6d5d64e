// A Spring Boot application against a running server, by hand (docs/spring-security.md has the application):
//   node apps/e2e/by-hand/spring-boot.mjs path/to/shop.jar
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AdminClient } from '../src/admin.ts';
import { launchBrowser, newSession, signIn } from '../src/browser.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD, SHOP } from '../src/demo-realm.ts';
import { freePort } from '../src/installation/installation.ts';
import { startServer } from '../src/server.ts';
import { passwordGrant } from '../src/tokens.ts';

const [jar] = process.argv.slice(2);
if (jar === undefined) throw new Error('give the path of the application’s jar');
const server = await startServer();
const port = await freePort();
const shop = `http://localhost:${port}`;
const say = (what, seen) => process.stdout.write(`${what}: ${JSON.stringify(seen)}\n`);
const stops = [() => server.stop()];
try {
  const admin = new AdminClient(server);
  await createDemoRealm(admin);
  await admin.must('POST', `/${DEMO}/clients`, {
    clientId: 'spring-shop',
    secret: 'spring-shop-secret',
    redirectUris: [`${shop}/login/oauth2/code/anteroom`],
    attributes: {
      'post.logout.redirect.uris': `${shop}/bye`,
      'backchannel.logout.url': `${shop}/logout/connect/back-channel/anteroom`,
      'backchannel.logout.session.required': 'true',
    },
  });
  const env = { ...process.env, PORT: String(port), ISSUER: `${server.base}/realms/${DEMO}` };
  const app = spawn('java', ['-jar', jar], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  stops.unshift(async () => {
    app.kill();
    await once(app, 'exit');
  });
  let output = '';
  for await (const chunk of app.stdout) {
    output += chunk;
    if (output.includes('Started Shop')) break;
  }
  app.stdout.resume();

  const browser = await launchBrowser();
  stops.unshift(() => browser.close());
  const logIn = async (username) => {
    const { page } = await newSession(browser);
    await page.goto(shop);
    await signIn(page, username, DEMO_PASSWORD);
    await page.waitForURL(`${shop}/**`);
    return { page, seen: JSON.parse(await page.textContent('body')) };
  };
  const { page, seen } = await logIn('ann');
  say('login', { ...seen, accessToken: `${seen.accessToken.slice(0, 12)}…` });

  const me = async (token) => {
    const answer = await fetch(`${shop}/api/me`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.text(), challenge: answer.headers.get('www-authenticate') };
  };
  say('resource server with the token', await me(seen.accessToken));
  say('without a token', await me(null));
  const [head, body, signature] = seen.accessToken.split('.');
  say('with a changed token', await me([head, body, signature.split('').reverse().join('')].join('.')));
  const other = await passwordGrant(server, DEMO, 'ben', DEMO_PASSWORD, SHOP);
  say('with a token of another client of the realm', await me(other.json.access_token));

  await page.goto(`${shop}/logout`);
  await page.click('button');
  await page.waitForURL(`${shop}/bye`);
  say('logout by the application came back to', page.url());
  await page.goto(shop);
  await page.waitForSelector('#username');
  say('and the next visit asks for a login at', new URL(page.url()).pathname);

  const second = await logIn('ben');
  const ben = await admin.findUser(DEMO, 'ben');
  await admin.must('POST', `/${DEMO}/users/${ben.id}/logout`);
  let at = shop;
  for (let tries = 0; tries < 40 && at.startsWith(shop); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await second.page.goto(shop);
    at = second.page.url();
  }
  say('back-channel logout ended the session of the application', !at.startsWith(shop));
} finally {
  for (const stop of stops) await stop();
}
process.exit();
