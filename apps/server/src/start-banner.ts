import type { BaseUrl } from '@anteroom/http';
import type { Core } from './compose-core.ts';
import { countAdministrators } from './first-start.ts';

/** What a person needs to go on, in development; one log record in production. The line with the address is for both. */
export async function printBanner({
  core,
  base,
  port,
  host,
}: {
  readonly core: Core;
  readonly base: BaseUrl;
  readonly port: number;
  readonly host: string;
}): Promise<void> {
  const { configuration, log } = core;
  const needsAdmin = (await countAdministrators(core)) === 0;
  const uptime = `${process.uptime().toFixed(1)} s`;
  if (configuration.mode === 'production') {
    log.info('server.ready', { address: `listening on ${host}:${port}`, hostname: base.text, ready: uptime, data: configuration.dataDir });
    if (needsAdmin) log.warn('admin.missing', { hint: 'make the first administrator: anteroom bootstrap-admin user --username admin' });
    return;
  }
  const lines = [
    '',
    `  Anteroom   development mode                ready in ${uptime}`,
    '',
    `  Server     ${base.text}                listening on ${host}:${port}`,
    `  Issuer     ${base.text}/realms/<realm>     for your app`,
    `  Admin API  ${base.text}/admin/realms       Keycloak's Admin REST`,
    `  Mail       ${base.text}/dev/mail           nothing leaves this machine`,
    `  Data       ${configuration.dataDir}`,
    '',
    ...(needsAdmin ? ['  No administrator yet:  npm run anteroom -- bootstrap-admin user --username admin'] : []),
    '  From Keycloak?         npm run anteroom -- import realm.json --dry-run',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
