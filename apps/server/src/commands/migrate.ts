import { MIGRATIONS, openSqlDatabase } from '@anteroom/store-sql';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock } from '../system.ts';

/** Brings the schema up to date; several nodes may do it at once. */
export async function migrate(options: { readonly plan?: boolean; readonly json?: boolean }): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const database = openSqlDatabase({ url: configuration.databaseUrl, clock: systemClock, log: createLog({ level: 'warn', json: false }) });
  try {
    const steps = options.plan ? await database.pending() : await database.migrate();
    if (options.json)
      process.stdout.write(`${JSON.stringify({ [options.plan ? 'pending' : 'applied']: steps, known: MIGRATIONS.length })}\n`);
    else if (steps.length === 0) process.stdout.write('the schema is up to date\n');
    else for (const step of steps) process.stdout.write(`${options.plan ? 'would run' : 'ran'} ${step}\n`);
  } finally {
    await database.close();
  }
}
