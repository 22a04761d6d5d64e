import { load, modeOfEnvironment } from '../load.ts';

/** For images without curl: exit code 0 when the server on this machine is ready. */
export async function healthcheck(): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const port = configuration.managementPort ?? configuration.http.port;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3000) });
    process.stdout.write(`${await response.text()}\n`);
    process.exitCode = response.ok ? 0 : 1;
  } catch {
    process.stderr.write(`anteroom: nothing answers on port ${port}\n`);
    process.exitCode = 1;
  }
}
