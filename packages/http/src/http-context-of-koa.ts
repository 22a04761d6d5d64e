import { AnteroomError, isAnteroomError } from '@anteroom/core';
import { type FormBody, type HttpAnswer, type HttpContext, MAX_FORM_BYTES, parseForm } from '@anteroom/oidc';
import type { Context } from 'koa';

/** A Koa context as the small type that the protocol packages know. The body is read at most once. */
export function httpContextOf(ctx: Context): HttpContext {
  let text: Promise<string> | null = null;
  let form: Promise<FormBody> | null = null;
  const readText = (): Promise<string> => {
    text ??= readBody(ctx);
    return text;
  };
  return {
    method: ctx.method,
    path: ctx.path,
    headers: ctx.req.headers,
    query: new URLSearchParams(ctx.querystring),
    ip: ctx.ip,
    clientCertificate: (ctx.state.clientCertificate as Buffer | null | undefined) ?? null,
    readForm: () => {
      form ??= readText().then((body) => parseForm(ctx.req.headers['content-type'], body));
      return form;
    },
    readText,
    native: ctx,
    send: (answer) => send(ctx, answer),
  };
}

function send(ctx: Context, { status, headers, body }: HttpAnswer): void {
  ctx.status = status;
  for (const [name, value] of Object.entries(headers)) ctx.set(name, typeof value === 'string' ? value : [...value]);
  if (body !== null && typeof body === 'object') {
    if (!ctx.response.get('content-type')) ctx.set('content-type', 'application/json');
    ctx.body = JSON.stringify(body);
    return;
  }
  ctx.body = body ?? '';
}

async function readBody(ctx: Context): Promise<string> {
  const tooLarge = () => new AnteroomError('invalid_input', 'the request body is too large', { publicText: 'Request body too large' });
  if (Number(ctx.req.headers['content-length'] ?? 0) > MAX_FORM_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of ctx.req) {
      size += (chunk as Buffer).length;
      if (size > MAX_FORM_BYTES) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    // Who hangs up, or sends less than was announced, is no failure of ours.
    throw isAnteroomError(error) ? error : new AnteroomError('invalid_input', 'the request body broke off', { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}
