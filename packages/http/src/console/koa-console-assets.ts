import { createHash } from 'node:crypto';
import type { Middleware } from 'koa';
import { createCompressing } from './compressing.ts';
import { type ConsoleFiles, contentTypeOf } from './console-files.ts';

/** Where the console's files are, whichever realm's console loads them. */
export const CONSOLE_ASSETS = '/resources/console/';

const COMPRESSED = /^(text\/|application\/json|image\/svg)/;

/**
 * The console's files. They are looked up by name among those of the build, so no path leads anywhere else; what is not there is a 404 and
 * never the console's page.
 */
export function koaConsoleAssets({ files }: Pick<ConsoleFiles, 'files'>): Middleware {
  const compressed = createCompressing();
  const byPath = new Map(
    files.map(({ path, body }) => {
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      return [`${CONSOLE_ASSETS}${path}`, { body, etag, type: contentTypeOf(path), hashed: path.startsWith('assets/') }];
    }),
  );
  return async (ctx, next) => {
    if (!ctx.path.startsWith(CONSOLE_ASSETS)) return next();
    const file = ctx.method === 'GET' || ctx.method === 'HEAD' ? byPath.get(ctx.path) : undefined;
    if (file === undefined) {
      ctx.set('cache-control', 'no-store');
      return;
    }
    ctx.set({
      'content-type': file.type,
      'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      etag: file.etag,
    });
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    let { body } = file;
    if (COMPRESSED.test(file.type)) {
      ctx.vary('accept-encoding');
      const encoding = (['br', 'gzip'] as const).find((one) => ctx.acceptsEncodings(one) === one);
      const small = encoding === undefined ? null : await compressed(ctx.path, body, encoding);
      if (encoding !== undefined && small !== null) {
        body = small;
        ctx.set('content-encoding', encoding);
      }
    }
    ctx.body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  };
}
