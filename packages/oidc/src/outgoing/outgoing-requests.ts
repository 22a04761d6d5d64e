import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { AnteroomError } from '@anteroom/core';
import { isSpecialUse } from './special-use.ts';

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * The only way out of this server to addresses that clients name (`jwks_uri`, `request_uri`, `sector_identifier_uri`, back-channel
 * logout). Throws `invalid_input` for an address that may not be called and `store_unavailable` for one that did not answer.
 */
export interface OutgoingRequests {
  send(url: string, request?: OutgoingRequest): Promise<OutgoingAnswer>;
}

export interface OutgoingOptions {
  /** Origins (`https://rp.internal`, with any port when they name none) that may be private, loopback or plain http. */
  readonly allowed: readonly string[];
  /** Milliseconds for the whole exchange. */
  readonly timeout?: number;
  readonly maxBytes?: number;
  /** For tests: certificates to trust, and another way to find addresses. */
  readonly ca?: string;
  readonly lookup?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

const MAX_REDIRECTS = 2;
const REDIRECTS = [301, 302, 303, 307, 308];

const forbidden = (reason: string) => new AnteroomError('invalid_input', `this address is not called: ${reason}`);
const failed = (reason: string, cause?: unknown) => new AnteroomError('store_unavailable', `no answer: ${reason}`, { cause });

export function createOutgoingRequests(options: OutgoingOptions): OutgoingRequests {
  const { allowed, timeout = 5_000, maxBytes = 128 * 1024, ca } = options;
  const find = options.lookup ?? systemLookup;

  const isListed = (url: URL): boolean =>
    allowed.some((entry) => {
      if (!URL.canParse(entry)) return false;
      const listed = new URL(entry);
      const samePort = listed.port === '' || listed.port === url.port;
      return listed.protocol === url.protocol && listed.hostname === url.hostname && samePort;
    });

  /** Finds the addresses, refuses if one is special, and connects to exactly what was checked: a second answer of DNS changes nothing. */
  const checkedLookup =
    (listed: boolean): LookupFunction =>
    (hostname, { all }, callback) => {
      find(hostname).then(
        (addresses) => {
          const special = addresses.length === 0 || addresses.some(({ address }) => isSpecialUse(address));
          if (special && !listed) return callback(forbidden('it is private, loopback or special'), '', 4);
          const [first] = addresses;
          if (all === true) return (callback as (error: null, list: readonly LookupAddress[]) => void)(null, addresses);
          return callback(null, first?.address ?? '', first?.family ?? 4);
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 4),
      );
    };

  const once = (url: URL, { method = 'GET', headers = {}, body }: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> => {
    const listed = isListed(url);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && listed)) throw forbidden('it is not https');
    if (url.username !== '' || url.password !== '') throw forbidden('it carries credentials');
    if (isIP(literal) !== 0 && isSpecialUse(literal) && !listed) throw forbidden('it is private, loopback or special');
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        { method, headers, signal, agent: false, lookup: checkedLookup(listed), ...(ca === undefined ? {} : { ca }) },
        resolve,
      );
      sent.on('error', reject);
      sent.end(body);
    });
  };

  return {
    async send(address, request = {}) {
      if (!URL.canParse(address)) throw forbidden('it is no address');
      let url = new URL(address);
      const signal = AbortSignal.timeout(timeout);
      try {
        for (let hop = 0; ; hop += 1) {
          const response = await once(url, request, signal);
          const { location } = response.headers;
          const status = response.statusCode ?? 0;
          if (request.method === 'POST' || location === undefined || !REDIRECTS.includes(status)) {
            return { status, contentType: response.headers['content-type'] ?? '', body: await readBody(response, maxBytes) };
          }
          response.destroy();
          if (hop >= MAX_REDIRECTS) throw forbidden('it redirects too often');
          if (!URL.canParse(location, url)) throw forbidden('it redirects to no address');
          url = new URL(location, url);
        }
      } catch (error) {
        if (error instanceof AnteroomError) throw error;
        throw failed(signal.aborted ? 'it took too long' : error instanceof Error ? error.message : String(error), error);
      }
    },
  };
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw forbidden('its answer is too long');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function systemLookup(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
}
