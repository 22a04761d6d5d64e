import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, freePort, makeDataDir, removeFolder, startGuarded } from './private-server.ts';

/** Where an nginx listens, and with what it proves who it is. */
export interface NginxPlace {
  readonly port: number;
  /** Files of a self-signed certificate for `localhost`. */
  readonly certificate: string;
  readonly key: string;
}

export interface Nginx {
  readonly port: number;
  /** The certificate in PEM, to be trusted by clients. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** An nginx of its own, gone with this process. `http` gives what stands inside `http { … }`. */
export async function startNginx(http: (place: NginxPlace) => string): Promise<Nginx> {
  const nginx = findProgram('nginx', ['/usr/sbin', '/usr/bin', '/usr/local/sbin'], 'nginx-light');
  const openssl = findProgram('openssl', ['/usr/bin'], 'openssl');
  const folder = makeDataDir('anteroom-nginx-');
  const place = { port: await freePort(), certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', place.key, '-out', place.certificate];
  execFileSync(openssl, ['req', '-x509', '-days', '2', ...pair, ...subject], { stdio: 'ignore' });
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`);
  const pid = join(folder, 'pid');
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    [
      // One process: what ends it ends all of it.
      'daemon off;',
      'master_process off;',
      `pid ${pid};`,
      `error_log ${join(folder, 'error.log')} warn;`,
      'events { worker_connections 1024; }',
      `http { access_log off; ${own.join(' ')}`,
      http(place),
      '}',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) for (const path of [place.key, place.certificate, file]) chownSync(path, 65_534, 65_534);
  const server = await startGuarded([nginx, '-e', join(folder, 'error.log'), '-p', folder, '-c', file], folder, {
    signal: 'TERM',
    isReady: () => existsSync(pid),
  });
  return {
    port: place.port,
    ca: readFileSync(place.certificate, 'utf8'),
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}
