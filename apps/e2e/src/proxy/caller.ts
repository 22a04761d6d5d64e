import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { type Answer, formBody, type Request } from '../http-client.ts';

/** Like `send`, from an address of this machine of its own choice, and over TLS with the authority that it trusts. */
export interface Caller {
  send(url: string | URL, request?: Request): Promise<Answer>;
  close(): void;
}

export function createCaller({ ca, from }: { readonly ca: string; readonly from: string }): Caller {
  const agent = new Agent({ ca, keepAlive: true, localAddress: from });
  return {
    send: (url, { method = 'GET', headers = {}, form, json, jar = null } = {}) =>
      new Promise((resolve, reject) => {
        const body = form === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : formBody(form);
        const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
        const options = {
          method,
          localAddress: from,
          headers: {
            ...headers,
            ...(jar === null ? {} : { cookie: jar.header() }),
            ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
          },
        };
        const isTls = new URL(url).protocol === 'https:';
        const sent = isTls ? httpsRequest(url, { ...options, agent }) : httpRequest(url, options);
        sent.once('error', reject);
        sent.once('response', (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            const lines = Array.from({ length: answer.rawHeaders.length / 2 }, (_, at): [string, string] => [
              answer.rawHeaders[2 * at] ?? '',
              answer.rawHeaders[2 * at + 1] ?? '',
            ]);
            const text = Buffer.concat(chunks).toString();
            const status = answer.statusCode ?? 0;
            jar?.take(new Response(null, { headers: lines }));
            resolve({ status, headers: new Headers(lines), text, json: parsed(text) });
          });
        });
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
