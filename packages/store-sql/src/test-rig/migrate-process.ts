/** A process of its own that migrates the database named by its argument and prints the steps it ran. */
import { connect } from '../connect.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';

const connection = connect(process.argv[2] ?? '');
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const applied = await migrate(connection, MIGRATIONS, { clock: { now: () => new Date(0) }, log });
process.stdout.write(`${JSON.stringify(applied)}\n`);
await connection.db.destroy();
