import type { Context } from 'koa';
import type { ZodType } from 'zod';
import { wrongContentType } from './failure.ts';
import { parseJson } from './parse-json.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';

/** The body of a request, checked; undefined where nothing was sent and nothing is fine, and without a schema. */
export async function readJson<B>(ctx: Context, name: string, schema: ZodType<B> | null, limit?: number): Promise<B>;
export async function readJson(ctx: Context, name: string, schema: ZodType | null, limit = MAX_BODY_BYTES): Promise<unknown> {
  const type = (ctx.get('content-type').split(';')[0] ?? '').trim().toLowerCase();
  const text = (await readBody(ctx.req, limit)).toString('utf8');
  if (text === '' && type === '' && schema?.safeParse(undefined).success) return undefined;
  if (type !== 'application/json' && !type.endsWith('+json')) throw wrongContentType();
  return schema === null ? undefined : parseJson(text, name, schema);
}
