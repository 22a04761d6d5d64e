import type { IncomingMessage } from 'node:http';
import { AdminFailure, httpFailure, wrongContentType } from './failure.ts';

/** Anything above is refused before it is parsed. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** A realm document may hold all its users. */
export const MAX_REALM_BYTES = 64 * 1024 * 1024;

export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > limit) throw httpFailure(413);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    // Who hangs up, or sends less than was announced, is no failure of ours.
    throw error instanceof AdminFailure ? error : httpFailure(400);
  }
  return Buffer.concat(chunks);
}

/** RFC 7578; what is no such form is refused as another content type is. */
export async function readForm(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw wrongContentType();
  }
}
