import { setTimeout as wait } from 'node:timers/promises';
import { AnteroomError } from '@anteroom/core';
import type { RestClient } from '../../rest/rest-client.ts';
import { type RestCommand, type RestOptions, realmPath } from '../../rest/rest-command.ts';

interface Event extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly time: number;
}

const BEAT_MS = 1000;
/** Events of one look; more at once are read by further looks. */
const PAGE = 100;

export const tailEvents: RestCommand = {
  usage: 'tail',
  summary: 'events of a realm as they happen, until interrupted; those of logins and of administrators',
  ofRealm: true,
  options: [
    ['--last <n>', 'begin with so many that are there', '10'],
    ['--once', 'end after those'],
    ['--admin', 'only events of administrators'],
    ['--login', 'only events of logins'],
  ],
  examples: ['events tail -r acme', 'events tail -r acme --login --json', 'events tail -r acme --last 50 --once'],
  async run(rest, _, options) {
    const last = Number(options.last);
    if (!Number.isSafeInteger(last) || last < 0 || last > PAGE)
      throw new AnteroomError('invalid_input', `--last must be a number up to ${PAGE}`);
    const kinds = [...(options.admin === true ? [] : ['events']), ...(options.login === true ? [] : ['admin-events'])];
    const seen = new Set<string>();
    let first = true;
    while (first || options.once !== true) {
      if (!first) await wait(BEAT_MS);
      const found = (await Promise.all(kinds.map((kind) => latest(rest, options, kind)))).flat().sort((a, b) => a.time - b.time);
      const fresh = found.filter((event) => !seen.has(event.id));
      for (const event of first ? fresh.slice(fresh.length - Math.min(last, fresh.length)) : fresh) print(event, options.json === true);
      // What is on the latest page is all that can come again.
      if (found.length > 0) {
        seen.clear();
        for (const { id } of found) seen.add(id);
      }
      first = false;
    }
    return { json: null, text: '' };
  },
  prints: true,
};

function latest(rest: RestClient, options: RestOptions, kind: string): Promise<readonly Event[]> {
  return rest.get<readonly Event[]>(realmPath(options, `/${kind}`), { max: PAGE });
}

/** A line each: of JSON, or `2030-01-01T00:00:00.000Z LOGIN user=… client=…`. */
function print(event: Event, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(event)}\n`);
    return;
  }
  const { time, type, operationType, resourceType, resourcePath, clientId, userId, ipAddress, error } = event;
  const what = type ?? `${operationType} ${resourceType} ${resourcePath}`;
  const details = Object.entries({ client: clientId, user: userId, from: ipAddress, error }).filter(([, value]) => value !== undefined);
  const line = [new Date(time).toISOString(), what, ...details.map(([name, value]) => `${name}=${value}`)].join(' ');
  process.stdout.write(`${line.replace(/\p{Cc}/gu, ' ')}\n`);
}
