import { AnteroomError } from '@anteroom/core';

/** `mysql` is MariaDB too. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const SCHEMES: Readonly<Record<string, Dialect>> = {
  sqlite: 'sqlite',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
};

export function dialectOf(url: string): Dialect {
  const scheme = url.split(':')[0] ?? '';
  const dialect = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (dialect !== undefined) return dialect;
  throw new AnteroomError('configuration', `DATABASE_URL must be sqlite:<file>, postgres://… or mysql://…, not ${scheme || 'empty'}:`);
}
