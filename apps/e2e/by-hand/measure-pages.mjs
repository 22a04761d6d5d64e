// What a login page costs a browser that comes for the first time, and one that was here before: bytes over the wire, requests, and
// milliseconds to the first paint (the median of some visits). By hand; another server with Keycloak's paths can be measured with the same:
//
//   node apps/e2e/by-hand/measure-pages.mjs [visits]
//   BASE=http://127.0.0.1:8180 node apps/e2e/by-hand/measure-pages.mjs
import { launchBrowser } from '../src/browser.ts';
import { newDataDir, removeDataDir, startServer } from '../src/server.ts';

const VISITS = Number(process.argv[2] ?? 20);
const query = new URLSearchParams({
  client_id: 'account-console',
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
});

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** One visit: everything that came over the wire (headers included, as the browser counts them), and the first paint. */
async function visit(context, url) {
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let bytes = 0;
  let requests = 0;
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += encodedDataLength > 0 ? 1 : 0;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null);
  const title = await page.title();
  await page.close();
  return { bytes, requests, paint, title };
}

async function measure(base) {
  const redirect = new URLSearchParams({ redirect_uri: `${base}/realms/master/account/` });
  const url = `${base}/realms/master/protocol/openid-connect/auth?${query}&${redirect}`;
  const browser = await launchBrowser();
  const visits = { 'first visit': [], 'second visit': [] };
  try {
    await visit(await browser.newContext(), url);
    for (let at = 0; at < VISITS; at++) {
      const context = await browser.newContext();
      for (const name of Object.keys(visits)) visits[name].push(await visit(context, url));
      await context.close();
    }
  } finally {
    await browser.close();
  }
  for (const [name, all] of Object.entries(visits)) {
    const of = (what) => median(all.map((each) => each[what]));
    console.log(
      `${name}: ${of('bytes')} bytes in ${of('requests')} requests, first paint after ${of('paint').toFixed(0)} ms (${all[0].title})`,
    );
  }
}

if (process.env.BASE !== undefined) await measure(process.env.BASE);
else {
  const dataDir = newDataDir();
  const server = await startServer({ dataDir });
  try {
    await measure(server.local);
  } finally {
    await server.stop();
    removeDataDir(dataDir);
  }
}
