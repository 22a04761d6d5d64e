import { hasAdministrator, readMaster } from '@anteroom/action-tokens';
import { type BaseUrl, setUpUrl } from '@anteroom/http';
import type { Core } from './compose-core.ts';
import { currentRealms } from './current-realms.ts';
import { hasherOf } from './first-start.ts';
import { setUpOf } from './set-up.ts';

/** What a person needs to go on, in development; one log record in production. The line with the address is for both. */
export async function printBanner({
  core,
  base,
  port,
  host,
  management,
}: {
  readonly core: Core;
  readonly base: BaseUrl;
  readonly port: number;
  readonly host: string;
  /** Port of health and metrics; null when they are on the main port. */
  readonly management: number | null;
}): Promise<void> {
  const { configuration, log } = core;
  const setUp = await setUpHint(core, base);
  const uptime = `${process.uptime().toFixed(1)} s`;
  if (configuration.mode === 'production') {
    log.info('server.ready', {
      address: `listening on ${host}:${port}`,
      hostname: base.text,
      management,
      workers: configuration.workers,
      ready: uptime,
      data: configuration.dataDir,
    });
    if (setUp !== null) log.warn('admin.missing', setUp);
    return;
  }
  const lines = [
    '',
    `  Anteroom   development mode                ready in ${uptime}`,
    '',
    `  Server     ${base.text}                listening on ${host}:${port}`,
    `  Issuer     ${base.text}/realms/<realm>     for your app`,
    `  Console    ${base.text}/admin/             administer it`,
    `  Admin API  ${base.text}/admin/realms       Keycloak's Admin REST`,
    `  Mail       ${base.text}/dev/mail           nothing leaves this machine`,
    `  Data       ${configuration.dataDir}`,
    '',
    ...(setUp === null
      ? []
      : setUp.link === undefined
        ? ['  No administrator:      npm run anteroom -- bootstrap-admin user --username admin']
        : ['  No administrator yet. Open this link to make the first one (it works once, within the hour):', `  ${setUp.link}`, '']),
    '  From Keycloak?         npm run anteroom -- import realm.json --dry-run',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * How to get the first administrator; null when there is one. Each node prints a link of its own; the first that is used ends all of
 * them. Once one was used the command is the way back in, so that no log of long ago opens anything.
 */
async function setUpHint(
  core: Core,
  base: BaseUrl,
): Promise<{ readonly hint: string; readonly link?: string; readonly validUntil?: Date } | null> {
  const issued = await setUpOf(core, hasherOf(core)).issue();
  if (issued !== null) {
    return {
      hint: 'open the link to make the first administrator: it works once, within the hour',
      link: setUpUrl(base, issued.key),
      validUntil: issued.expiresAt,
    };
  }
  const master = await readMaster({ realms: currentRealms(core) });
  if (master !== null && (await hasAdministrator(core.directory, master))) return null;
  return { hint: 'make an administrator: anteroom bootstrap-admin user --username admin' };
}
