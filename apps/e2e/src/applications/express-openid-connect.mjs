// An application with express-openid-connect, in a process of its own: its dependencies do not bear the module loader of the tests.
// ISSUER, CLIENT_ID and CLIENT_SECRET say whose it is; the port that it got is its one line of output.
import express from 'express';
import openid from 'express-openid-connect';
import session from 'express-session';

const app = express();
const server = app.listen(0, 'localhost', () => {
  const baseURL = `http://localhost:${server.address().port}`;
  app.use(
    openid.auth({
      baseURL,
      issuerBaseURL: process.env.ISSUER,
      clientID: process.env.CLIENT_ID,
      clientSecret: process.env.CLIENT_SECRET,
      secret: 'secret-of-the-application-for-its-cookies',
      authRequired: false,
      idpLogout: true,
      backchannelLogout: true,
      session: { store: new session.MemoryStore() },
      authorizationParams: { response_type: 'code', scope: 'openid profile email' },
      routes: { postLogoutRedirect: '/bye' },
    }),
  );
  app.get('/bye', (_request, response) => response.send('bye'));
  app.get('/', openid.requiresAuth(), (request, response) => response.json(request.oidc.user));
  app.get('/renewed', openid.requiresAuth(), async (request, response, next) => {
    const before = request.oidc.accessToken.access_token;
    try {
      const { access_token: after } = await request.oidc.accessToken.refresh();
      const info = await request.oidc.fetchUserInfo();
      response.json({ renewed: after !== before, email: info.email });
    } catch (error) {
      next(error);
    }
  });
  process.stdout.write(`${baseURL}\n`);
});
