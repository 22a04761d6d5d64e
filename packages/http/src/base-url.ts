/** The public base URL, taken apart once. Everything that builds a URL or decides about a host reads it from here. */
export interface BaseUrl {
  /** Without a slash at the end. */
  readonly text: string;
  readonly protocol: 'http' | 'https';
  /** With the port when it is not the default one. */
  readonly host: string;
  /** Path below which the server lives, without a slash at the end; empty at the root. */
  readonly path: string;
}

export function baseUrl(text: string): BaseUrl {
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  return { text: `${url.origin}${path}`, protocol: url.protocol === 'https:' ? 'https' : 'http', host: url.host, path };
}
