import type { Link } from './link.ts';
import type { RedisConnection } from './redis-connection.ts';
import { translateError } from './redis-errors.ts';
import type { RedisTarget } from './redis-url.ts';

/** The connection to a Redis that has one master: every key lies there. */
export function overOneLink(target: RedisTarget, link: Link, close: () => Promise<void>): RedisConnection {
  const translated = async (call: Promise<unknown>): Promise<unknown> => {
    try {
      return await call;
    } catch (error) {
      throw translateError(error);
    }
  };
  const read: Link['read'] = (command) => translated(link.read(command));
  return {
    prefix: target.prefix,
    tag: target.tag,
    clustered: false,
    read: (_key, command) => read(command),
    write: (_key, command) => translated(link.write(command)),
    masters: () => [{ read }],
    ping: async () => void (await read(['ping'])),
    close,
  };
}
