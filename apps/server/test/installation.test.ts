import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InProcessServer, startInProcess } from './rig/in-process-server.ts';

interface ServerInfo {
  readonly database: { readonly kind: string };
  readonly stores: readonly {
    readonly tag: string;
    readonly kind: string;
    readonly primary: boolean;
    readonly healthy: boolean;
    readonly counts: Readonly<Record<string, number>>;
  }[];
  readonly nodes: readonly { readonly pid: number; readonly workers: number; readonly version: string; readonly alive: boolean }[];
  readonly drain: unknown;
}

describe('what an administrator sees of the installation', () => {
  let server: InProcessServer;
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${server.base}/admin/anteroom${path}`, { headers: { authorization: `Bearer ${await server.token()}` } });
    expect(answer.status).toBe(200);
    return answer.json();
  };

  beforeAll(async () => {
    server = await startInProcess({ sessionStore: 'sql memory' });
  }, 60_000);
  afterAll(() => server.stop());

  it('is every store, with the one that takes new sessions, and this node', async () => {
    const info = (await get('/server')) as ServerInfo;
    expect(info.database.kind).toBe('sqlite');
    expect(info.stores.map(({ tag, kind, primary, healthy }) => [tag, kind, primary, healthy])).toEqual([
      ['s', 'sql', true, true],
      ['m', 'memory', false, true],
    ]);
    expect(info.stores[0]?.counts.sessions).toBeGreaterThan(0);
    expect(info.stores[1]?.counts).toEqual({ sessions: 0, offlineSessions: 0, logins: 0, codes: 0 });
    expect(info.drain).toBeNull();
  });

  it('is this node, as soon as it has said that it is there', async () => {
    let { nodes } = (await get('/server')) as ServerInfo;
    while (nodes.length === 0) nodes = ((await get('/server')) as ServerInfo).nodes;
    expect(nodes).toMatchObject([{ pid: process.pid, workers: 1, alive: true }]);
  });

  it('is each session in the store that it lies in', async () => {
    const all = (await get('/realms/master/sessions')) as { total: number; sessions: { store: { tag: string }; username: string }[] };
    expect(all.total).toBeGreaterThan(0);
    expect(new Set(all.sessions.map(({ store, username }) => `${username} in ${store.tag}`))).toEqual(new Set(['admin in s']));
    expect(await get('/realms/master/sessions?store=m')).toEqual({ total: 0, complete: true, sessions: [] });
  });
});
