import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testCertificate } from '../test-rig/test-certificate.ts';
import { createOutgoingRequests, type OutgoingOptions } from './outgoing-requests.ts';
import { isSpecialUse } from './special-use.ts';

const local = [{ address: '127.0.0.1', family: 4 }] as const;

describe('requests to addresses that clients name', () => {
  let https: Server;
  let http: Server;
  let ca: string;
  let hits: string[] = [];
  const respond: RequestListener = (request, response) => {
    hits.push(`${request.method} ${request.url}`);
    const path = request.url ?? '/';
    if (path === '/slow') return;
    if (path === '/long') return void response.end('x'.repeat(200_000));
    if (path.startsWith('/to?')) {
      response.writeHead(302, { location: decodeURIComponent(path.slice(4)) }).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}');
  };
  const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    const { key, cert } = await testCertificate({ CN: 'rp.test' });
    ca = cert;
    https = createHttpsServer({ key, cert }, respond);
    http = createHttpServer(respond);
    await Promise.all([listen(https), listen(http)]);
  });
  afterAll(async () => {
    for (const server of [https, http]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const out = (options: Partial<OutgoingOptions> = {}) =>
    createOutgoingRequests({ allowed: [], timeout: 2_000, lookup: async () => local, ca, ...options });
  const reason = async (sent: Promise<unknown>) =>
    sent.then(
      () => 'answered',
      (error: Error) => error.message,
    );

  it('B042: reach no private or loopback address, by name or by number, and no listener there notices', async () => {
    hits = [];
    const port = portOf(https);
    for (const url of [
      `https://rp.test:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      `https://2130706433:${port}/`,
      `https://0x7f.1:${port}/`,
    ])
      expect(await reason(out().send(url))).toBe('this address is not called: it is private, loopback or special');
    expect(hits).toEqual([]);
  });

  it('B188: use https, carry no credentials, and believe only certificates they know', async () => {
    expect(await reason(out().send(`http://rp.test:${portOf(http)}/`))).toMatch(/not https/);
    expect(await reason(out().send('https://user:pw@rp.test/'))).toMatch(/credentials/);
    expect(await reason(out().send('file:///etc/passwd'))).toMatch(/not https/);
    expect(await reason(out().send('nonsense'))).toMatch(/no address/);
    const listed = { allowed: ['https://rp.test'] };
    expect(
      await reason(createOutgoingRequests({ ...listed, lookup: async () => local }).send(`https://rp.test:${portOf(https)}/`)),
    ).toMatch(/no answer/);
  });

  it('reach what the operator lists, and only that', async () => {
    const listed = out({ allowed: ['https://rp.test', `http://rp.test:${portOf(http)}`] });
    expect(await listed.send(`https://rp.test:${portOf(https)}/jwks`)).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{"keys":[]}',
    });
    expect((await listed.send(`http://rp.test:${portOf(http)}/`, { method: 'POST', body: 'x' })).status).toBe(200);
    expect(await reason(listed.send(`http://other.test:${portOf(http)}/`))).toMatch(/not https/);
  });

  it('D104: connect to the very address that was checked, whatever the name says a moment later', async () => {
    hits = [];
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return asked === 1 ? [{ address: '192.0.2.1', family: 4 }] : local;
    };
    expect(await reason(out({ lookup }).send(`https://rp.test:${portOf(https)}/`))).toMatch(/special/);
    expect(await reason(out({ lookup: async () => [{ address: '8.8.8.8', family: 4 }, ...local] }).send('https://rp.test/'))).toMatch(
      /special/,
    );
    expect(hits).toEqual([]);
  });

  it('D103: check every redirect like the first address, and follow few', async () => {
    const allowed = [`https://rp.test:${portOf(https)}`];
    const base = `https://rp.test:${portOf(https)}`;
    hits = [];
    expect(await reason(out({ allowed }).send(`${base}/to?${encodeURIComponent(`http://127.0.0.1:${portOf(http)}/`)}`))).toMatch(
      /not https/,
    );
    expect(hits).toHaveLength(1);
    const loop = `${base}/to?${encodeURIComponent(`${base}/to?${encodeURIComponent(`${base}/to?${encodeURIComponent('/')}`)}`)}`;
    expect(await reason(out({ allowed }).send(loop))).toMatch(/redirects too often/);
    expect((await out({ allowed }).send(`${base}/to?/jwks`)).status).toBe(200);
    expect((await out({ allowed }).send(`${base}/to?/jwks`, { method: 'POST' })).status).toBe(302);
  });

  it('give up on an answer that is slow or long', async () => {
    const allowed = ['https://rp.test'];
    const base = `https://rp.test:${portOf(https)}`;
    expect(await reason(out({ allowed, timeout: 200 }).send(`${base}/slow`))).toMatch(/took too long/);
    expect(await reason(out({ allowed }).send(`${base}/long`))).toMatch(/too long/);
  });

  it('know the special addresses of both families', () => {
    const special = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1', '224.0.0.1', '255.255.255.255'];
    const special6 = ['::', '::1', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', 'ff02::1', 'localhost'];
    expect([...special, ...special6].filter((address) => !isSpecialUse(address))).toEqual([]);
    expect(['8.8.8.8', '172.32.0.1', '2606:4700::1'].filter(isSpecialUse)).toEqual([]);
  });
});
