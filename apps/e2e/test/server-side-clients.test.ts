import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import session from 'express-session';
import Keycloak from 'keycloak-connect';
import * as openid from 'openid-client';
import { Strategy, type StrategyOptions } from 'openid-client/passport';
import passport from 'passport';
import { AdminClient } from '../src/admin.ts';
import { type Application, hostApplication, Walker } from '../src/applications/host.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

const CLIENT = { client_id: 'express', client_secret: 'express-secret' };
const SESSION = { secret: 'secret-of-the-application', resave: false, saveUninitialized: true };

let server: RunningServer;
const applications: Application[] = [];

beforeAll(async () => {
  server = await startServer();
  const admin = new AdminClient(server);
  await createDemoRealm(admin);
  await admin.must('POST', `/${DEMO}/clients`, {
    clientId: CLIENT.client_id,
    secret: CLIENT.client_secret,
    redirectUris: ['http://localhost/*'],
    attributes: { 'post.logout.redirect.uris': '+' },
  });
}, 60_000);
afterAll(async () => {
  for (const { close } of applications) await close();
  await server?.stop();
  removeDataDir(server.dataDir);
});

const host = async (build: Parameters<typeof hostApplication>[0]) => {
  const application = await hostApplication(build);
  applications.push(application);
  return application.url;
};
const walker = () => new Walker({ username: 'ann', password: DEMO_PASSWORD });
const issuer = () => `${server.base}/realms/${DEMO}`;

describe('clients that run on a server, unmodified', () => {
  it('passport with the strategy of openid-client logs in', async () => {
    const config = await openid.discovery(new URL(issuer()), CLIENT.client_id, CLIENT.client_secret, undefined, {
      execute: [openid.allowInsecureRequests],
    });
    const url = await host((app, base) => {
      const options: StrategyOptions = { config, scope: 'openid email', callbackURL: `${base}/cb` };
      passport.use('anteroom', new Strategy(options, (tokens, done) => done(null, tokens.claims())));
      passport.serializeUser((user, done) => done(null, user));
      passport.deserializeUser((user: Express.User, done) => done(null, user));
      app.use(session(SESSION), passport.session());
      app.get('/cb', passport.authenticate('anteroom', { successRedirect: '/' }));
      app.get('/', (request, response, next) => {
        if (request.user === undefined) passport.authenticate('anteroom')(request, response, next);
        else response.json(request.user);
      });
    });
    expect(JSON.parse((await walker().open(`${url}/`)).text)).toMatchObject({ preferred_username: 'ann', azp: CLIENT.client_id });
  }, 60_000);

  it('keycloak-connect logs in, tells who may from who may not, and logs out', async () => {
    const url = await host((app) => {
      const store = new session.MemoryStore();
      const keycloak = new Keycloak({ store }, {
        ...{ realm: DEMO, 'auth-server-url': server.base, resource: CLIENT.client_id, 'ssl-required': 'none', 'confidential-port': 0 },
        credentials: { secret: CLIENT.client_secret },
      } as Keycloak.KeycloakConfig);
      app.use(session({ ...SESSION, store }), keycloak.middleware({ logout: '/logout', admin: '/' }));
      app.get('/everybody', (_request, response) => void response.send('free'));
      app.get('/person', keycloak.protect(), (request, response) => {
        response.json((request as unknown as { kauth: { grant: { access_token: { content: object } } } }).kauth.grant.access_token.content);
      });
      app.get('/boss', keycloak.protect('realm:boss'), (_request, response) => void response.send('boss'));
    });
    const person = walker();
    expect((await person.open(`${url}/everybody`)).text).toBe('free');
    expect(JSON.parse((await person.open(`${url}/person`)).text)).toMatchObject({ preferred_username: 'ann', azp: CLIENT.client_id });
    expect((await person.open(`${url}/boss`)).status).toBe(403);
    await person.open(`${url}/logout`);
    expect((await fetch(`${url}/person`, { headers: { cookie: person.jar.header() }, redirect: 'manual' })).status).toBe(302);
  }, 60_000);

  it('express-openid-connect logs in, renews, logs out at both ends, and hears of a logout elsewhere', async () => {
    const admin = new AdminClient(server);
    const env = { ...process.env, ISSUER: issuer(), CLIENT_ID: 'eoc', CLIENT_SECRET: 'eoc-secret' };
    const program = join(import.meta.dirname, '../src/applications/express-openid-connect.mjs');
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    applications.push({ url: '', close: async () => void child.kill() });
    const url = String((await once(child.stdout, 'data'))[0]).trim();
    await admin.must('POST', `/${DEMO}/clients`, {
      clientId: 'eoc',
      secret: 'eoc-secret',
      redirectUris: [`${url}/callback`],
      attributes: { 'post.logout.redirect.uris': `${url}/bye`, 'backchannel.logout.url': `${url}/backchannel-logout` },
    });
    const person = walker();
    const isIn = async () => (await fetch(`${url}/`, { headers: { cookie: person.jar.header() }, redirect: 'manual' })).status === 200;
    expect(JSON.parse((await person.open(`${url}/`)).text)).toMatchObject({ preferred_username: 'ann', email: 'ann@demo.test' });
    expect(JSON.parse((await person.open(`${url}/renewed`)).text)).toEqual({ renewed: true, email: 'ann@demo.test' });
    const left = await person.open(`${url}/logout`);
    expect([left.url.pathname, left.text, await isIn()]).toEqual(['/bye', 'bye', false]);

    expect((await person.open(`${url}/`)).url.origin).toBe(url);
    expect(await isIn()).toBe(true);
    const ann = await admin.findUser(DEMO, 'ann');
    await admin.must('POST', `/${DEMO}/users/${ann.id}/logout`);
    for (let tries = 0; tries < 100 && (await isIn()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await isIn()).toBe(false);
  }, 60_000);
});
