import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, freePort, makeDataDir, removeFolder, startGuarded } from './private-server.ts';

export interface Apache {
  readonly port: number;
  stop(): Promise<void>;
}

const MODULES = '/usr/lib/apache2/modules';

/** An Apache with mod_auth_openidc, of its own and gone with this process. `settings` gives what stands at the end of its configuration. */
export async function startApache(settings: (port: number) => string): Promise<Apache> {
  const apache = findProgram('apache2', ['/usr/sbin', '/usr/bin'], 'apache2-bin');
  const openidc = findProgram('mod_auth_openidc.so', [MODULES], 'libapache2-mod-auth-openidc');
  const folder = makeDataDir('anteroom-apache-');
  const port = await freePort();
  const [pid, site, file] = [join(folder, 'pid'), join(folder, 'site'), join(folder, 'apache.conf')];
  mkdirSync(site);
  writeFileSync(join(site, 'index.html'), 'the protected page');
  const loads = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'mime'].map(
    (name) => `LoadModule ${name}_module ${join(dirname(openidc), `mod_${name}.so`)}`,
  );
  writeFileSync(
    file,
    [
      `ServerRoot ${folder}`,
      `PidFile ${pid}`,
      `ErrorLog ${join(folder, 'error.log')}`,
      `Mutex file:${folder}`,
      `Listen 127.0.0.1:${port}`,
      'ServerName localhost',
      'TypesConfig /dev/null',
      ...loads,
      `LoadModule auth_openidc_module ${openidc}`,
      `DocumentRoot ${site}`,
      'DirectoryIndex index.html',
      settings(port),
    ].join('\n'),
  );
  if (process.getuid?.() === 0) for (const path of [site, join(site, 'index.html'), file]) chownSync(path, 65_534, 65_534);
  const server = await startGuarded([apache, '-DFOREGROUND', '-f', file], folder, { signal: 'TERM', isReady: () => existsSync(pid) });
  return {
    port,
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}
