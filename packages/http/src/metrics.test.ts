import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { createMetrics, type Metrics } from './metrics.ts';

describe('the label "route" of the request metrics', () => {
  let metrics: Metrics;
  let server: ReturnType<Koa['listen']>;

  beforeEach(async () => {
    metrics = createMetrics();
    const app = new Koa().use(metrics.middleware).use((ctx) => {
      if (ctx.path.includes('/nowhere')) return;
      if (ctx.path.startsWith('/admin/realms/')) ctx.state.route = '/admin/realms/{realm}/roles/{role}';
      ctx.body = 'x';
    });
    server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function routes(...paths: readonly string[]): Promise<ReadonlySet<string>> {
    for (const path of paths) await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return new Set([...(await metrics.text()).matchAll(/request_seconds_count\{route="([^"]*)"/g)].map(([, route]) => route!));
  }

  it('has no name of a realm, role or user in it', async () => {
    const found = await routes(
      '/realms/acme/protocol/openid-connect/token',
      '/realms/other/protocol/openid-connect/token',
      '/admin/realms/acme/roles/night-watch',
      '/admin/acme/console/users/ann',
      '/admin/set-up?key=k',
    );
    expect(found).toEqual(
      new Set(['/realms/{realm}/protocol/openid-connect/token', '/admin/realms/{realm}/roles/{role}', '/admin/{realm}/console', '/admin']),
    );
  });

  it('cannot be made up by who asks for what is not there', async () => {
    const made = Array.from({ length: 20 }, (_, index) => 'abcdefghijklmnopqrst'[index]!.repeat(3));
    const found = await routes(
      ...made.flatMap((word) => [
        `/realms/x/nowhere/${word}`,
        `/admin/x/nowhere/${word}`,
        `/${word}/nowhere`,
        `/resources/nowhere/${word}`,
      ]),
    );
    expect(found).toEqual(new Set(['/realms/{realm}/', '/admin', '/other', '/resources']));
  });
});
