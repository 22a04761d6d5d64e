import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort'; readonly execution: 'async' }) => unknown;

/**
 * After the start: keeps what was compiled for the next one, and gives back the memory that only starting needed (young objects fill
 * their whole space, which V8 would keep). One thorough collection, about 50 ms, while nobody asks yet.
 */
export function settle(): void {
  flushCompileCache();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort', execution: 'async' });
}
