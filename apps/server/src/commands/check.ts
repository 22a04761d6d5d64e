import { createServer } from 'node:net';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { openStores } from '../open-stores.ts';
import { systemClock as clock } from '../system.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Checks what a start needs, changes nothing that a start would not, and says what to change. */
export async function check(options: { readonly json?: boolean; readonly dev?: boolean }): Promise<void> {
  const { configuration, notices } = load(options.dev ? 'development' : modeOfEnvironment());
  const findings: Finding[] = [
    { name: 'configuration', ok: true, detail: `${configuration.mode} mode${notices.length > 0 ? `; ${notices.join('; ')}` : ''}` },
  ];
  findings.push(
    await find('database and secret key', async () => {
      const { database } = await openStores({ configuration, clock, log: createLog({ level: 'warn', json: false }) });
      await database.close();
      return configuration.databaseUrl.replace(/^(\w+:\/\/)[^@/]*@/, '$1');
    }),
  );
  findings.push(await find('port', () => portIsFree(configuration.http.host, configuration.http.port)));
  findings.push({
    name: 'mail',
    ok: true,
    detail: configuration.smtpUrl === null ? 'only realms with a mail server of their own send mail' : 'a default mail server is set',
  });
  if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else for (const { name, ok, detail } of findings) process.stdout.write(`${ok ? '✔' : '✘'} ${name}: ${detail}\n`);
  process.exitCode = findings.every((finding) => finding.ok) ? 0 : 1;
}

async function find(name: string, run: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await run() };
  } catch (error) {
    return { name, ok: false, detail: (error as Error).message };
  }
}

function portIsFree(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(error.code === 'EADDRINUSE' ? `${port} is taken (by a running server?)` : error.message)),
    );
    probe.listen(port, host, () => probe.close(() => resolve(`${port} is free`)));
  });
}
